// Looking only at what lies around something.

import { some, type Command } from './command';

const STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const focusCommands: Command[] = [
  ...STEPS.map((n): Command => ({
    id: `focus-${n}`,
    group: 'view',
    keys: [String(n)],
    when: (session) => some(session) || session.focus.of !== null,
    // The first shows how it is done.
    hidden: n > 1,
    run: (session) => {
      session.focus.on(n);
    },
  })),
  {
    id: 'focus-none',
    group: 'view',
    keys: ['0'],
    when: (session) => session.focus.of !== null,
    run: (session) => {
      session.focus.clear();
    },
  },
];
