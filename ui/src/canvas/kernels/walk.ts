/** Going from card to card by keyboard: along ties in a direction, to the nearest in a direction, or in order. */

import type { Scene } from '../../backend/protocol/Scene';
import { centre, distance, STEP, type Direction, type Point } from './geometry';
import type { Sheet } from './hit';

/** Somewhere to go: a card, or the end of a tie whose card is out of the scene. */
export interface Stop {
  readonly id: string;
  readonly at: Point;
}

/**
 * How far `to` is when one looks from `from` in a direction: the distance, stretched the more sideways it lies;
 * nothing when it lies behind.
 */
function away(from: Point, to: Point, direction: Direction): number | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const step = STEP[direction];
  const ahead = dx * step[0] + dy * step[1];
  const aside = Math.abs(dx * step[1] + dy * step[0]);
  // Within 60 degrees of the direction counts as that way.
  return ahead > 0 && aside <= ahead * 1.75 ? distance(from, to) + aside : undefined;
}

/** The best of the stops in a direction; of equals the one with the smaller id. */
export function best(from: Point, stops: readonly Stop[], direction: Direction): string | undefined {
  const ranked = stops.flatMap((stop) => {
    const far = away(from, stop.at, direction);
    return far === undefined ? [] : [{ id: stop.id, far }];
  });
  return ranked.sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))[0]?.id;
}

/** The team tied to `team` that lies in the direction, whichever of the two hands over. */
export function alongTies(sheet: Sheet, team: string, direction: Direction): string | undefined {
  const card = sheet.cards.get(team);
  if (!card) return undefined;
  const stops = sheet.scene.ties.flatMap((tie): Stop[] => {
    const outgoing = tie.provider === team;
    if (!outgoing && tie.receiver !== team) return [];
    const id = outgoing ? tie.receiver : tie.provider;
    const other = sheet.cards.get(id) ?? sheet.rooms.get(id);
    const points = sheet.line(tie).points;
    const end = outgoing ? points.at(-1) : points[0];
    return other ? [{ id, at: centre(other.rect) }] : end ? [{ id, at: end }] : [];
  });
  return best(centre(card.rect), stops, direction);
}

/** The nearest other card in the direction, tied or not. */
export function across(
  scene: Scene,
  from: Point,
  direction: Direction,
  but: ReadonlySet<string>,
): string | undefined {
  const stops = scene.cards
    .filter((card) => !but.has(card.id))
    .map((card) => ({ id: card.id, at: centre(card.rect) }));
  return best(from, stops, direction);
}

/** The card nearest to a point: where the keyboard begins. */
export function nearest(scene: Scene, point: Point): string | undefined {
  let [id, least]: [string | undefined, number] = [undefined, Infinity];
  for (const card of scene.cards) {
    const far = distance(centre(card.rect), point);
    if (far < least) [id, least] = [card.id, far];
  }
  return id;
}

/** The next in reading order; nothing after the last, so that the keyboard can leave; the first after none. */
export function next(
  order: readonly string[],
  current: string | undefined,
  backwards: boolean,
): string | undefined {
  const at = current === undefined ? -1 : order.indexOf(current);
  if (at < 0) return backwards ? order.at(-1) : order[0];
  return order[at + (backwards ? -1 : 1)];
}
