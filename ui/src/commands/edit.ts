// Undo, the clipboard, selecting.

import Clipboard from '@lucide/svelte/icons/clipboard';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import Pencil from '@lucide/svelte/icons/pencil';
import Redo from '@lucide/svelte/icons/redo-2';
import Scissors from '@lucide/svelte/icons/scissors';
import Trash from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';

import { copySelection, pasteClipboard } from '../state/clipboard';
import { open, some, type Command } from './command';

/** How far a duplicate lies from its original, in scene units. */
const BESIDE = 32;

export const editCommands: Command[] = [
  {
    id: 'undo',
    group: 'edit',
    icon: Undo,
    keys: ['Mod+Z'],
    edits: true,
    when: (session) => Boolean(session.map?.undo),
    run: (session) => session.undo(),
  },
  {
    id: 'redo',
    group: 'edit',
    icon: Redo,
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    edits: true,
    when: (session) => Boolean(session.map?.redo),
    run: (session) => session.redo(),
  },
  {
    id: 'cut',
    group: 'edit',
    icon: Scissors,
    keys: ['Mod+X'],
    edits: true,
    when: some,
    run: async (session) => {
      if (await copySelection(session)) await session.deleteSelection();
    },
  },
  { id: 'copy', group: 'edit', icon: Copy, keys: ['Mod+C'], when: some, run: copySelection },
  { id: 'paste', group: 'edit', icon: Clipboard, keys: ['Mod+V'], edits: true, run: pasteClipboard },
  {
    id: 'duplicate',
    group: 'edit',
    icon: CopyPlus,
    keys: ['Mod+D'],
    edits: true,
    when: some,
    run: (session) => session.duplicate(BESIDE, BESIDE),
  },
  {
    id: 'delete',
    group: 'edit',
    icon: Trash,
    keys: ['Delete', 'Backspace'],
    edits: true,
    when: some,
    run: (session) => session.deleteSelection(),
  },
  {
    id: 'delete-with-contents',
    group: 'edit',
    icon: Trash,
    edits: true,
    when: (session) => session.selection.functions.size > 0,
    run: (session) => session.deleteSelection(true),
  },
  {
    id: 'rename',
    group: 'edit',
    icon: Pencil,
    keys: ['Enter', 'F2'],
    edits: true,
    when: (session) => session.selection.single !== null,
    run: (session) => {
      const one = session.selection.single;
      if (one) session.canvas?.rename(one.kind, one.id);
    },
  },
  { id: 'select-all', group: 'edit', keys: ['Mod+A'], when: open, run: (session) => session.selectAll() },
  {
    id: 'select-teams',
    group: 'edit',
    keys: ['Mod+Shift+I'],
    when: open,
    run: (session) => session.selection.set({ teams: session.outline?.teams.map((team) => team.id) ?? [] }),
  },
  {
    id: 'select-dependencies',
    group: 'edit',
    keys: ['Mod+Shift+E'],
    when: open,
    run: (session) => session.selectDependencies(),
  },
  {
    id: 'back',
    group: 'edit',
    keys: ['Escape'],
    when: open,
    hidden: true,
    run: (session) => session.backOut(),
  },
];
