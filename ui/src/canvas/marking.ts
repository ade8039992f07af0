/** What a map that might be marks on the map that is: data only, drawn by `marks.ts`. */

import type { Away } from '../backend/protocol/Away';
import type { Loss } from '../backend/protocol/Loss';
import type { Remedy } from '../backend/protocol/Remedy';
import { words } from '../words';

/** How a mark looks; each has its words too, so that it never hangs on the colour. */
export type Look = 'gone' | 'cut-off' | 'loses' | 'longer';

/** A small sign at a card or a room. */
export interface Mark {
  readonly look: Look;
  readonly text: string;
}

/** A dependency that is not there. */
export interface GhostTie {
  readonly provider: string;
  readonly receiver: string;
}

/** Everything that is marked. */
export interface Marking {
  /** By team. */
  readonly teams: ReadonlyMap<string, Mark>;
  /** Functions that are away as a whole. */
  readonly rooms: ReadonlySet<string>;
  /** Dependencies that are cut. */
  readonly cut: ReadonlySet<string>;
  /** Dependencies of the ways round. */
  readonly detours: ReadonlySet<string>;
  readonly ghosts: readonly GhostTie[];
}

/** Nothing is marked. */
export const UNMARKED: Marking = {
  teams: new Map(),
  rooms: new Set(),
  cut: new Set(),
  detours: new Set(),
  ghosts: [],
};

/** At most this many losses are marked, and none that is small beside the greatest: all of them would be noise. */
const MOST = 8;
const SMALL = 0.25;

/** The losses that are marked. They come with the greatest first. */
function worst(losses: readonly Loss[]): readonly Loss[] {
  const size = ({ cut, longer }: Loss): number => cut || longer;
  const [first] = losses;
  if (!first) return [];
  const alike = losses.filter((one) => one.cut > 0 === first.cut > 0 && size(one) >= SMALL * size(first));
  return alike.slice(0, MOST);
}

/** What is marked while something is held away or tried. */
export function marking(away: Away | null, tried: readonly Remedy[], rooms: Iterable<string>): Marking {
  if (!away && tried.length === 0) return UNMARKED;
  const teams = new Map<string, Mark>();
  for (const { team, cut, longer } of worst(away?.losses ?? [])) {
    const text = cut > 0 ? words.whatIf.marks.loses(cut) : words.whatIf.marks.longer(longer);
    teams.set(team, { look: cut > 0 ? 'loses' : 'longer', text });
  }
  for (const team of away?.cut_off ?? [])
    teams.set(team, { look: 'cut-off', text: words.whatIf.marks.cutOff });
  for (const team of away?.teams ?? []) teams.set(team, { look: 'gone', text: words.whatIf.marks.gone });
  return {
    teams,
    rooms: new Set(rooms),
    cut: new Set(away?.dependencies),
    detours: new Set(away?.detours),
    ghosts: tried,
  };
}
