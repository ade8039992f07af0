// Where things lie.

import Pin from '@lucide/svelte/icons/pin';
import Sparkles from '@lucide/svelte/icons/sparkles';

import type { Style } from '../backend/protocol/Style';
import type { Session } from '../state/session.svelte';
import type { Command, CommandId } from './command';
import { SIDES } from './draw';

const someFunction = (session: Session): boolean => session.selection.functions.size > 0;
const placed = (session: Session): boolean =>
  session.selection.teams.size + session.selection.functions.size > 0;

const STYLES: Style[] = ['ecosystem', 'flow', 'rings', 'lanes'];
const STEPS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;
const FAR = 10;

export const arrangeCommands: Command[] = [
  {
    id: 'tidy',
    group: 'arrange',
    icon: Sparkles,
    keys: ['Alt+Shift+T'],
    edits: true,
    run: (session) => session.tidy(),
  },
  {
    id: 'tidy-preview',
    group: 'arrange',
    icon: Sparkles,
    edits: true,
    run: (session) => session.proposal.propose(),
  },
  {
    id: 'tidy-selection',
    group: 'arrange',
    icon: Sparkles,
    edits: true,
    when: placed,
    run: (session) => session.tidy({ onlySelection: true }),
  },
  ...STYLES.map((style): Command => ({
    id: `style-${style}` satisfies CommandId,
    group: 'arrange',
    edits: true,
    run: (session) => session.tidy({ style }),
  })),
  {
    id: 'pin',
    group: 'arrange',
    icon: Pin,
    keys: ['P', 'Mod+Shift+L'],
    edits: true,
    when: placed,
    run: (session) => session.pin(),
  },
  {
    id: 'collapse',
    group: 'arrange',
    keys: ['Mod+Home'],
    edits: true,
    when: someFunction,
    run: (session) => session.collapse(true),
  },
  {
    id: 'expand',
    group: 'arrange',
    keys: ['Mod+End'],
    edits: true,
    when: someFunction,
    run: (session) => session.collapse(false),
  },
  ...SIDES.map(({ side, key }): Command => ({
    id: `align-${side}` satisfies CommandId,
    group: 'arrange',
    keys: [`Mod+Shift+${key}`],
    edits: true,
    when: (session) => session.selection.teams.size > 1,
    run: (session) => session.canvas?.align(side),
  })),
  ...SIDES.flatMap(({ side, key }): Command[] => {
    const [dx, dy] = STEPS[side];
    const nudge = { group: 'arrange', edits: true, when: placed, hidden: true } as const;
    return [
      { ...nudge, id: `nudge-${side}`, keys: [key], run: (session) => session.canvas?.nudge(dx, dy) },
      {
        ...nudge,
        id: `nudge-${side}-far`,
        keys: [`Shift+${key}`],
        run: (session) => session.canvas?.nudge(dx * FAR, dy * FAR),
      },
    ];
  }),
];
