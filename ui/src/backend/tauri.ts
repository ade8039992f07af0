// The desk through the shell: the only file that knows Tauri.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { Image } from '@tauri-apps/api/image';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { readText, writeImage, writeText } from '@tauri-apps/plugin-clipboard-manager';
import { open, save } from '@tauri-apps/plugin-dialog';

import {
  CallFailure,
  type Ask,
  type Backend,
  type CallOptions,
  type DeskEvent,
  type FileKind,
  type MenuWords,
  type Name,
  type Reply,
} from './backend';
import { download } from './browser';
import type { Failure } from './protocol/Failure';
import type { ImportSource } from './protocol/ImportSource';

const MAPS: FileKind = { name: 'Tiemap', endings: ['tiemap'] };

/** The desk of this window. */
export class TauriBackend implements Backend {
  #next = 1;
  #progress = new Map<number, (share: number) => void>();
  #listeners = new Set<(event: DeskEvent) => void>();

  constructor() {
    void listen<DeskEvent>('desk-event', ({ payload }) => {
      if (payload.type === 'progress') this.#progress.get(payload.call)?.(payload.share);
      else for (const listener of this.#listeners) listener(payload);
    });
  }

  async call<N extends Name>(name: N, ask: Ask<N>, options: CallOptions = {}): Promise<Reply<N>> {
    if (options.signal?.aborted) throw new CallFailure({ code: 'cancelled', message: '' });
    const call = this.#next++;
    if (options.onProgress) this.#progress.set(call, options.onProgress);
    const cancel = () =>
      void invoke('call', { call: this.#next++, request: { name: 'cancel', with: { call } } });
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await invoke<Reply<N>>('call', { call, request: { name, with: ask } });
    } catch (failure) {
      throw new CallFailure(asFailure(failure));
    } finally {
      this.#progress.delete(call);
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  events(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // The shell lives and dies with its window.
  connection = (): (() => void) => () => undefined;

  pickMap = (): Promise<string | null> => open({ filters: [filter(MAPS)], multiple: false });

  async pickLists(kinds: FileKind[]): Promise<ImportSource[]> {
    const paths = (await open({ filters: kinds.map(filter), multiple: true })) ?? [];
    return paths.map((path) => ({ name: fileName(path), path }));
  }

  async pickSave(suggested: string, kinds: FileKind[]): Promise<{ path?: string } | null> {
    const path = await save({ defaultPath: suggested, filters: kinds.map(filter) });
    return path === null ? null : { path };
  }

  deliver = download;
  setTitle = (title: string): void => void getCurrentWindow().setTitle(title);
  setMenu = (menus: MenuWords[]): void => void invoke('set_menu', { menus });

  shell(hear: { chosen: (id: string) => void; openFile: (path: string) => void }): void {
    void listen<string>('menu', ({ payload }) => hear.chosen(payload));
    void listen<string>('open-file', ({ payload }) => hear.openFile(payload));
    void invoke<string | null>('waiting_file').then((path) => path !== null && hear.openFile(path));
  }

  async toggleFullScreen(): Promise<void> {
    const window = getCurrentWindow();
    await window.setFullscreen(!(await window.isFullscreen()));
  }

  readonly pastesByEvent = false;
  readText = (): Promise<string> => readText().catch(() => '');
  writeText = async (text: Promise<string>): Promise<void> => writeText(await text);
  writePicture = async (png: Promise<Blob>): Promise<void> => writeImage(await pixels(await png));
}

/** The shell takes pixels, not a file. */
async function pixels(png: Blob): Promise<Image> {
  const bitmap = await createImageBitmap(png);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This window cannot draw pictures.');
  pen.drawImage(bitmap, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return Image.new(new Uint8Array(data.buffer), canvas.width, canvas.height);
}

function filter(kind: FileKind): { name: string; extensions: string[] } {
  return { name: kind.name, extensions: kind.endings };
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as Failure;
  }
  return { code: 'internal', message: String(thrown) };
}
