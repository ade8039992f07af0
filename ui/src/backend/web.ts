// The desk over a socket, for `tiemap serve`. It stands beside the page: the page's own address holds the secret.

import {
  CallFailure,
  type Ask,
  type Backend,
  type CallOptions,
  type DeskEvent,
  type Name,
  type Reply,
} from './backend';
import { chooseFiles, download, writeClipboard } from './browser';
import type { Failure } from './protocol/Failure';

interface Waiting {
  resolve: (reply: unknown) => void;
  reject: (why: CallFailure) => void;
  onProgress?: ((share: number) => void) | undefined;
}

type Message = { call: number; ok: unknown } | { call: number; failure: Failure } | { event: DeskEvent };

const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/** The desk behind the page's own address. */
export class WebBackend implements Backend {
  #socket: WebSocket | null = null;
  #open: Promise<WebSocket>;
  #next = 1;
  #retry = FIRST_RETRY;
  #waiting = new Map<number, Waiting>();
  #listeners = new Set<(event: DeskEvent) => void>();
  #watchers = new Set<(connected: boolean) => void>();

  constructor() {
    this.#open = this.#connect();
  }

  async call<N extends Name>(name: N, ask: Ask<N>, options: CallOptions = {}): Promise<Reply<N>> {
    // What is asked while the page is being put together is on its way at once, not when all of it stands.
    const socket = this.#socket ?? (await this.#open);
    if (options.signal?.aborted) throw cancelled();
    const call = this.#next++;
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject, onProgress: options.onProgress });
    });
    const cancel = () => this.#send(socket, this.#next++, 'cancel', { call });
    options.signal?.addEventListener('abort', cancel, { once: true });
    this.#send(socket, call, name, ask);
    try {
      return (await reply) as Reply<N>;
    } finally {
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  events(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connection(listener: (connected: boolean) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  // A browser is given its map by whoever serves it.
  pickMap = (): Promise<null> => Promise.resolve(null);
  pickLists = chooseFiles;
  pickSave = (): Promise<{ path?: string }> => Promise.resolve({});
  deliver = download;
  setTitle = (title: string): void => {
    document.title = title;
  };
  // A page has no menu bar, and nothing opens files with it.
  setMenu = (): void => undefined;
  shell = (): void => undefined;
  toggleFullScreen = (): Promise<void> =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  readonly pastesByEvent = true;
  readText = (): Promise<string> => navigator.clipboard.readText();
  writeText = (text: Promise<string>): Promise<void> =>
    writeClipboard(
      'text/plain',
      text.then((words) => new Blob([words], { type: 'text/plain' })),
    );
  writePicture = (png: Promise<Blob>): Promise<void> => writeClipboard('image/png', png);

  #send(socket: WebSocket, call: number, name: Name, ask: unknown): void {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ call, request: { name, with: ask } }));
    } else {
      this.#waiting.get(call)?.reject(disconnected());
      this.#waiting.delete(call);
    }
  }

  #connect(): Promise<WebSocket> {
    return new Promise((resolve) => {
      const address = new URL('ws', location.href);
      address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
      address.hash = '';
      const socket = new WebSocket(address);
      socket.onopen = () => {
        this.#socket = socket;
        this.#retry = FIRST_RETRY;
        for (const watcher of this.#watchers) watcher(true);
        resolve(socket);
      };
      socket.onmessage = (message) => this.#receive(JSON.parse(String(message.data)) as Message);
      socket.onclose = () => {
        const wasOpen = this.#socket === socket;
        this.#socket = null;
        for (const waiting of this.#waiting.values()) waiting.reject(disconnected());
        this.#waiting.clear();
        if (wasOpen) for (const watcher of this.#watchers) watcher(false);
        setTimeout(() => {
          const again = this.#connect();
          if (wasOpen) this.#open = again;
          void again.then(resolve);
        }, this.#retry);
        this.#retry = Math.min(this.#retry * 2, LAST_RETRY);
      };
    });
  }

  #receive(message: Message): void {
    if ('event' in message) {
      const event = message.event;
      if (event.type === 'progress') this.#waiting.get(event.call)?.onProgress?.(event.share);
      else for (const listener of this.#listeners) listener(event);
      return;
    }
    const waiting = this.#waiting.get(message.call);
    this.#waiting.delete(message.call);
    if ('ok' in message) waiting?.resolve(message.ok);
    else waiting?.reject(new CallFailure(message.failure));
  }
}

function cancelled(): CallFailure {
  return new CallFailure({ code: 'cancelled', message: '' });
}

function disconnected(): CallFailure {
  return new CallFailure({ code: 'disconnected', message: '' });
}
