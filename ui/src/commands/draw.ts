// Putting things on the map.

import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Group from '@lucide/svelte/icons/group';
import Hand from '@lucide/svelte/icons/hand';
import MousePointer from '@lucide/svelte/icons/mouse-pointer-2';
import Plus from '@lucide/svelte/icons/plus';
import Spline from '@lucide/svelte/icons/spline';
import SquarePlus from '@lucide/svelte/icons/square-plus';
import Ungroup from '@lucide/svelte/icons/ungroup';

import type { Direction } from '../state/canvas';
import type { Session } from '../state/session.svelte';
import { open, type Command, type CommandId } from './command';

const oneTeam = (session: Session): boolean => session.selection.single?.kind === 'team';

/** The four sides, with the key that stands for each. */
export const SIDES: { side: Direction; key: string }[] = [
  { side: 'left', key: 'ArrowLeft' },
  { side: 'right', key: 'ArrowRight' },
  { side: 'up', key: 'ArrowUp' },
  { side: 'down', key: 'ArrowDown' },
];

export const drawCommands: Command[] = [
  {
    id: 'tool-select',
    group: 'draw',
    icon: MousePointer,
    keys: ['V'],
    when: open,
    run: (session) => {
      session.tool = 'select';
    },
  },
  {
    id: 'tool-hand',
    group: 'draw',
    icon: Hand,
    keys: ['H'],
    when: open,
    run: (session) => {
      session.tool = 'hand';
    },
  },
  {
    id: 'tool-team',
    group: 'draw',
    icon: SquarePlus,
    keys: ['T'],
    edits: true,
    run: (session) => {
      session.tool = 'team';
    },
  },
  {
    id: 'tool-connect',
    group: 'draw',
    icon: Spline,
    keys: ['C'],
    edits: true,
    run: (session) => {
      if (oneTeam(session)) session.canvas?.connect();
      else session.tool = 'connect';
    },
  },
  {
    id: 'add-team',
    group: 'draw',
    icon: Plus,
    edits: true,
    run: (session) => session.canvas?.addTeam(session.menu?.at),
  },
  {
    id: 'add-function',
    group: 'draw',
    icon: Group,
    keys: ['Mod+G', 'F'],
    edits: true,
    run: (session) => session.addFunction(),
  },
  {
    id: 'ungroup',
    group: 'draw',
    icon: Ungroup,
    keys: ['Mod+Shift+G'],
    edits: true,
    when: (session) => session.selection.functions.size > 0,
    run: (session) =>
      session.edit({
        type: 'delete',
        teams: [],
        functions: [...session.selection.functions],
        dependencies: [],
        with_contents: false,
      }),
  },
  ...SIDES.map(({ side, key }): Command => ({
    id: `add-${side}` satisfies CommandId,
    group: 'draw',
    keys: [`Mod+${key}`],
    edits: true,
    when: oneTeam,
    run: (session) => session.canvas?.addLinked(side),
  })),
  {
    id: 'turn-around',
    group: 'draw',
    icon: ArrowLeftRight,
    edits: true,
    when: (session) => session.selection.single?.kind === 'dependency',
    run: (session) => session.turnAround(),
  },
];
