// Trying out without doing.

import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import Unplug from '@lucide/svelte/icons/unplug';

import type { Absent } from '../backend/protocol/Absent';
import type { Ill } from '../backend/protocol/Ill';
import type { Session } from '../state/session.svelte';
import { some, type Command } from './command';

/** What is selected, as it can be held away. */
export function selectedAbsent({ selection }: Session): Absent[] {
  const { teams, functions, dependencies } = selection.records();
  return [
    ...teams.map((id): Absent => ({ type: 'team', id })),
    ...functions.map((id): Absent => ({ type: 'function', id })),
    ...dependencies.map((id): Absent => ({ type: 'dependency', id })),
  ];
}

/** What is selected, as it can be healed: one team or one function. */
export function selectedIll({ selection }: Session): Ill | null {
  const one = selection.single;
  if (one?.kind === 'team') return { type: 'bottleneck', id: one.id };
  return one?.kind === 'function' ? { type: 'silo', id: one.id } : null;
}

export const whatIfCommands: Command[] = [
  {
    id: 'take-away',
    group: 'lens',
    icon: Unplug,
    keys: ['X'],
    when: some,
    run: (session) => session.whatIf.toggleAway(selectedAbsent(session)),
  },
  {
    id: 'heal',
    group: 'lens',
    icon: HeartPulse,
    when: (session) => selectedIll(session) !== null,
    run: (session) => {
      const ill = selectedIll(session);
      if (ill) session.whatIf.heal(ill);
    },
  },
  {
    id: 'glossary',
    group: 'help',
    icon: CircleHelp,
    when: (session) => session.map !== null,
    run: (session) => {
      session.dialog = { name: 'glossary' };
    },
  },
];
