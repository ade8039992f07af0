// The map as a file: new, open, keep, bring in, take away.

import Camera from '@lucide/svelte/icons/camera';
import Download from '@lucide/svelte/icons/download';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import ImageIcon from '@lucide/svelte/icons/image';
import Pencil from '@lucide/svelte/icons/pencil';
import Spline from '@lucide/svelte/icons/spline';
import Save from '@lucide/svelte/icons/save';
import Upload from '@lucide/svelte/icons/upload';
import X from '@lucide/svelte/icons/x';

import { fromBase64 } from '../backend/bytes';
import type { Session } from '../state/session.svelte';
import { words } from '../words';
import { open, type Command } from './command';

const canOpen = (session: Session): boolean => session.welcome?.can_open ?? false;

/** What is seen, as a file of that format. */
async function picture(session: Session, format: 'png' | 'svg'): Promise<Uint8Array<ArrayBuffer>> {
  const { files } = await session.backend.call('export', {
    format,
    scale: 2,
    ...(session.lens !== null && { lenses: [session.lens] }),
  });
  return fromBase64(files[0]?.base64 ?? '');
}

/** Puts it on the clipboard, and says so. */
async function copy(session: Session, said: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
    session.toasts.show(said);
  } catch (why) {
    session.fail(why);
  }
}

export const mapCommands: Command[] = [
  {
    id: 'new-map',
    group: 'map',
    icon: FilePlus,
    keys: ['Mod+N'],
    typing: true,
    when: canOpen,
    run: (session) => session.close(),
  },
  {
    id: 'open-map',
    group: 'map',
    icon: FolderOpen,
    keys: ['Mod+O'],
    typing: true,
    when: canOpen,
    run: async (session) => {
      const path = await session.backend.pickMap();
      if (path !== null) await session.open(path);
    },
  },
  {
    id: 'rename-map',
    group: 'map',
    icon: Pencil,
    edits: true,
    run: (session) => {
      session.renamingMap = true;
    },
  },
  {
    id: 'keep-snapshot',
    group: 'map',
    icon: Camera,
    keys: ['Mod+S'],
    typing: true,
    edits: true,
    run: (session) => {
      session.dialog = { name: 'snapshot' };
    },
  },
  {
    id: 'save-copy',
    group: 'map',
    icon: Save,
    keys: ['Mod+Shift+S'],
    typing: true,
    when: (session) => open(session) && canOpen(session),
    run: async (session) => {
      if (!session.map) return;
      const kinds = [{ name: words.app, endings: ['tiemap'] }];
      const place = await session.backend.pickSave(`${session.map.name} copy.tiemap`, kinds);
      if (!place?.path) return;
      if (await session.call('save_copy', { path: place.path })) {
        session.toasts.show(words.toasts.copySaved(place.path));
      }
    },
  },
  {
    id: 'import',
    group: 'map',
    icon: Upload,
    keys: ['Mod+I'],
    typing: true,
    edits: true,
    run: (session) => {
      session.dialog = { name: 'import', sources: [] };
    },
  },
  {
    id: 'export',
    group: 'map',
    icon: Download,
    keys: ['Mod+E'],
    typing: true,
    when: open,
    run: (session) => {
      session.dialog = { name: 'export' };
    },
  },
  {
    id: 'copy-picture',
    group: 'map',
    icon: ImageIcon,
    keys: ['Alt+Shift+C'],
    when: open,
    run: (session) =>
      copy(session, words.toasts.pictureCopied, () =>
        session.backend.writePicture(
          picture(session, 'png').then((bytes) => new Blob([bytes], { type: 'image/png' })),
        ),
      ),
  },
  {
    id: 'copy-svg',
    group: 'map',
    icon: Spline,
    when: open,
    // As text, which is how drawing programs take it.
    run: (session) =>
      copy(session, words.toasts.svgCopied, () =>
        session.backend.writeText(picture(session, 'svg').then((bytes) => new TextDecoder().decode(bytes))),
      ),
  },
  {
    id: 'close-map',
    group: 'map',
    icon: X,
    when: (session) => open(session) && canOpen(session),
    run: (session) => session.close(),
  },
];
