// Copy and paste. A copied selection is text in the map's notation, so it can go into a mail or another map; pasted
// back into the map it came from, it is a duplicate. Any other text is shown before it is brought in.

import { readFiles } from '../backend/browser';
import type { Selection as Records } from '../backend/protocol/Selection';
import { words } from '../words';
import type { Session } from './session.svelte';

/** Marks what is dragged out of this window, so that it is not taken in where it began. */
export const OWN_DRAG = 'application/x-tiemap';

/** How far a pasted copy lies from its original, in scene units. */
const BESIDE = 32;

let own: { text: string; records: Records; map: string } | null = null;

/** Copies what is selected; whether it worked. */
export async function copySelection(session: Session): Promise<boolean> {
  const records = session.selection.records();
  const map = session.map?.path;
  if (map === undefined) return false;
  try {
    const text = session.backend.call('copy', records).then((copied) => copied.text);
    await session.backend.writeText(text);
    own = { text: (await text).trim(), records, map };
    session.toasts.show(words.toasts.copied);
    return true;
  } catch (why) {
    session.fail(why);
    return false;
  }
}

/** Brings in what is on the clipboard. */
export async function pasteClipboard(session: Session): Promise<void> {
  try {
    await pasteText(session, await session.backend.readText());
  } catch (why) {
    session.fail(why);
  }
}

/** Brings a text in: a copy at once, anything else after a look at it. */
export async function pasteText(session: Session, text: string): Promise<void> {
  if (!session.canEdit) return;
  if (!text.trim()) {
    session.toasts.show(words.toasts.nothingToPaste);
    return;
  }
  if (own && own.text === text.replaceAll('\r\n', '\n').trim() && own.map === session.map?.path) {
    const there = own.records.teams.every((id) => session.index.team(id));
    if (there && own.records.teams.length + own.records.functions.length > 0) {
      session.selection.set(own.records);
      return session.duplicate(BESIDE, BESIDE);
    }
  }
  const preview = await session.call('paste_preview', { text });
  if (preview) session.dialog = { name: 'paste', text, preview };
}

/** Offers lists that were dropped or pasted as files. */
export async function offerLists(session: Session, files: File[]): Promise<void> {
  if (!session.canEdit || files.length === 0) return;
  session.dialog = { name: 'import', sources: await readFiles(files) };
}
