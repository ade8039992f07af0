// What both doors do with the web platform alone: the clipboard, and files a browser is given or gives.

import { fromBase64, toBase64 } from './bytes';
import type { FileKind } from './backend';
import type { ExportedFile } from './protocol/ExportedFile';
import type { ImportSource } from './protocol/ImportSource';

/** Lets the person choose files by the browser's own dialog. */
export function chooseFiles(kinds: FileKind[]): Promise<ImportSource[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.hidden = true;
    input.accept = kinds.flatMap((kind) => kind.endings.map((ending) => `.${ending}`)).join(',');
    const finish = (files: Promise<ImportSource[]>) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => finish(readFiles([...(input.files ?? [])])));
    input.addEventListener('cancel', () => finish(Promise.resolve([])));
    document.body.append(input);
    input.click();
  });
}

/** Reads files that were chosen or dropped. */
export function readFiles(files: File[]): Promise<ImportSource[]> {
  return Promise.all(files.map(async (file) => ({ name: file.name, base64: await toBase64(file) })));
}

/** Hands files to the person as downloads. */
export function download(files: ExportedFile[]): void {
  for (const file of files) {
    if (file.base64 === undefined) continue;
    const link = document.createElement('a');
    const url = URL.createObjectURL(new Blob([fromBase64(file.base64)], { type: file.mime }));
    link.href = url;
    link.download = file.name;
    link.click();
    // The browser has taken the bytes by then.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

/**
 * Puts something on the clipboard that is still being made: the permission hangs on the key press, so the
 * clipboard is asked at once and the content follows.
 */
export async function writeClipboard(type: string, content: Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ [type]: content })]);
}
