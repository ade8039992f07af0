// What is in sight.

import History from '@lucide/svelte/icons/history';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Maximize from '@lucide/svelte/icons/maximize';
import Contrast from '@lucide/svelte/icons/contrast';
import Moon from '@lucide/svelte/icons/moon';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Scan from '@lucide/svelte/icons/scan';
import Search from '@lucide/svelte/icons/search';
import Sun from '@lucide/svelte/icons/sun';
import ZoomIn from '@lucide/svelte/icons/zoom-in';
import ZoomOut from '@lucide/svelte/icons/zoom-out';

import type { Session } from '../state/session.svelte';
import { open, some, type Command, type CommandId } from './command';
import { SIDES } from './draw';

/** The lenses in the order they are offered; null is no lens. */
export const LENSES = [null, 'silos', 'bottlenecks'] as const;

function nextLens(session: Session, by: number): void {
  const at = LENSES.findIndex((lens) => lens === session.lens);
  session.look(LENSES[(at + by + LENSES.length) % LENSES.length] ?? null);
}

const found = (session: Session): boolean => (session.reading?.findings.length ?? 0) > 0;

export const viewCommands: Command[] = [
  {
    id: 'palette',
    group: 'view',
    icon: Search,
    keys: ['Mod+K', 'Mod+F'],
    typing: true,
    when: open,
    run: (session) => {
      session.dialog = { name: 'palette' };
    },
  },
  {
    id: 'zoom-in',
    group: 'view',
    icon: ZoomIn,
    keys: ['Mod+Plus'],
    typing: true,
    when: open,
    run: (session) => session.camera?.zoomIn(),
  },
  {
    id: 'zoom-out',
    group: 'view',
    icon: ZoomOut,
    keys: ['Mod+Minus'],
    typing: true,
    when: open,
    run: (session) => session.camera?.zoomOut(),
  },
  {
    id: 'zoom-hundred',
    group: 'view',
    keys: ['Mod+0'],
    typing: true,
    when: open,
    run: (session) => session.camera?.hundred(),
  },
  {
    id: 'fit',
    group: 'view',
    icon: Scan,
    keys: ['Shift+1'],
    when: open,
    run: (session) => session.camera?.fit(),
  },
  {
    id: 'fit-selection',
    group: 'view',
    keys: ['Shift+2'],
    when: some,
    run: (session) => session.camera?.fitSelection(),
  },
  ...SIDES.map(({ side, key }): Command => ({
    id: `walk-${side}` satisfies CommandId,
    group: 'view',
    keys: [`Alt+${key}`],
    when: open,
    hidden: true,
    run: (session) => session.canvas?.walk(side),
  })),
  {
    id: 'outline',
    group: 'view',
    icon: PanelLeft,
    keys: ['F7'],
    when: open,
    run: ({ settings }) => {
      settings.outlineOpen = !settings.outlineOpen;
    },
  },
  {
    id: 'panel',
    group: 'view',
    icon: PanelRight,
    keys: ['F8'],
    when: open,
    run: ({ settings }) => {
      settings.panelOpen = !settings.panelOpen;
    },
  },
  { id: 'details', group: 'view', when: open, run: (session) => session.showPanel('details') },
  {
    id: 'history',
    group: 'view',
    icon: History,
    keys: ['Mod+H'],
    when: open,
    run: (session) => session.showPanel('history'),
  },
  {
    id: 'full-screen',
    group: 'view',
    icon: Maximize,
    keys: ['F11'],
    typing: true,
    run: (session) => session.backend.toggleFullScreen(),
  },
  {
    id: 'look-system',
    group: 'view',
    run: ({ settings }) => {
      settings.appearance = 'system';
    },
  },
  {
    id: 'look-light',
    group: 'view',
    icon: Sun,
    run: ({ settings }) => {
      settings.appearance = 'light';
    },
  },
  {
    id: 'look-dark',
    group: 'view',
    icon: Moon,
    run: ({ settings }) => {
      settings.appearance = 'dark';
    },
  },
  {
    id: 'look-contrast',
    group: 'view',
    icon: Contrast,
    run: ({ settings }) => {
      settings.appearance = 'high-contrast';
    },
  },
  {
    id: 'wheel-zooms',
    group: 'view',
    run: ({ settings }) => {
      settings.wheelZooms = !settings.wheelZooms;
    },
  },

  {
    id: 'lens-none',
    group: 'lens',
    when: (session) => session.lens !== null,
    run: (session) => session.look(null),
  },
  { id: 'lens-silos', group: 'lens', when: open, run: (session) => session.look('silos') },
  { id: 'lens-bottlenecks', group: 'lens', when: open, run: (session) => session.look('bottlenecks') },
  {
    id: 'lens-next',
    group: 'lens',
    keys: ['Mod+PageDown'],
    when: open,
    hidden: true,
    run: (session) => nextLens(session, 1),
  },
  {
    id: 'lens-previous',
    group: 'lens',
    keys: ['Mod+PageUp'],
    when: open,
    hidden: true,
    run: (session) => nextLens(session, -1),
  },
  { id: 'finding-next', group: 'lens', keys: ['F4'], when: found, run: (session) => session.lightNext(1) },
  {
    id: 'finding-previous',
    group: 'lens',
    keys: ['Shift+F4'],
    when: found,
    run: (session) => session.lightNext(-1),
  },

  {
    id: 'help',
    group: 'help',
    icon: Keyboard,
    keys: ['F1', 'Question'],
    run: (session) => {
      session.dialog = { name: 'help' };
    },
  },
  {
    id: 'letter-keys',
    group: 'help',
    run: ({ settings }) => {
      settings.letterKeys = !settings.letterKeys;
    },
  },
];
