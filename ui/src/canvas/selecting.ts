/** What a press and a click select. */

import type { Ref } from '../state/selection.svelte';
import type { Session } from '../state/session.svelte';
import type { Hit } from './kernels/hit';
import type { At } from './machine';

/** The things a press means; a summed dependency means all it stands for. */
export function refs(under: Hit): Ref[] {
  switch (under.on) {
    case 'card':
    case 'handle':
      return [{ kind: 'team', id: under.card.id }];
    case 'tie':
      return under.tie.dependencies.map((id) => ({ kind: 'dependency', id }));
    case 'title':
    case 'walls':
      return [{ kind: 'function', id: under.room.id }];
    default:
      return [];
  }
}

const chosen = (session: Session, these: readonly Ref[]): boolean =>
  these.length > 0 && these.every(({ kind, id }) => session.selection.has(kind, id));

function only(session: Session, these: readonly Ref[]): void {
  const ids = (kind: Ref['kind']): string[] => these.filter((one) => one.kind === kind).map((one) => one.id);
  session.selection.set({
    teams: ids('team'),
    functions: ids('function'),
    dependencies: ids('dependency'),
  });
}

/** The press: selects at once what was not selected, so that a drag takes it; what was stays, so that all go. */
export function press(session: Session, under: Hit, at: At): void {
  const these = refs(under);
  if (chosen(session, these)) return;
  if (at.shift) for (const { kind, id } of these) session.selection.add(kind, id);
  else only(session, these);
  justAdded = at.shift ? these : [];
}

/** What the press has just added: the click must not take it out again. */
let justAdded: readonly Ref[] = [];

/** The click: with Shift it takes out what was in, without it leaves only this. */
export function release(session: Session, under: Hit, at: At): void {
  const these = refs(under);
  const isNew = justAdded.length > 0;
  justAdded = [];
  if (!at.shift) {
    if (session.selection.size > these.length) only(session, these);
  } else if (!isNew) {
    for (const { kind, id } of these) session.selection.toggle(kind, id);
  }
}
