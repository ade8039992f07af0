import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { WebBackend } from './web';

/** A socket that the test holds the other end of. */
class Socket {
  static all: Socket[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: { call: number; request: { name: string; with: unknown } }[] = [];
  onopen: () => void = () => undefined;
  onclose: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;

  constructor(readonly address: URL) {
    Socket.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  close(): void {
    this.readyState = 3;
    this.onclose();
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  tell(message: unknown): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

beforeEach(() => {
  Socket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('location', { href: 'http://127.0.0.1:5/secret/#x', protocol: 'http:' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const at = (i: number): Socket => {
  const socket = Socket.all[i];
  if (!socket) throw new Error(`There is no socket ${i}.`);
  return socket;
};
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the desk over a socket', () => {
  test('stands beside the page, under its secret', () => {
    new WebBackend();
    expect(String(at(0).address)).toBe('ws://127.0.0.1:5/secret/ws');
  });

  test('answers each call with its own reply, in whatever order they come', async () => {
    const backend = new WebBackend();
    at(0).open();
    const first = backend.call('map_info', {});
    const second = backend.call('outline', {});
    await settle();
    const [a, b] = at(0).sent;
    at(0).tell({ call: b?.call, ok: 'outline' });
    at(0).tell({ call: a?.call, ok: 'info' });
    expect(await Promise.all([first, second])).toEqual(['info', 'outline']);
  });

  test('turns a failure into what can be branched on', async () => {
    const backend = new WebBackend();
    at(0).open();
    const asked = backend.call('undo', {});
    await settle();
    at(0).tell({ call: at(0).sent[0]?.call, failure: { code: 'read-only', message: 'No.' } });
    await expect(asked).rejects.toMatchObject({ code: 'read-only', message: 'No.' });
  });

  test('tells progress to whoever asked, events to all, and cancels by number', async () => {
    const backend = new WebBackend();
    at(0).open();
    const heard: unknown[] = [];
    backend.events((event) => heard.push(event.type));
    const end = new AbortController();
    const asked = backend.call('tidy', {}, { signal: end.signal, onProgress: (share) => heard.push(share) });
    await settle();
    const call = at(0).sent[0]?.call;
    at(0).tell({ event: { type: 'progress', call, share: 0.5 } });
    at(0).tell({ event: { type: 'redrawn', revision: 1 } });
    expect(heard).toEqual([0.5, 'redrawn']);
    end.abort();
    expect(at(0).sent[1]?.request).toEqual({ name: 'cancel', with: { call } });
    at(0).tell({ call, failure: { code: 'cancelled', message: '' } });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('fails what is under way when it is lost, says so, and comes back', async () => {
    const backend = new WebBackend();
    const seen: boolean[] = [];
    backend.connection((connected) => seen.push(connected));
    at(0).open();
    const asked = backend.call('outline', {});
    const failed = expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    await settle();
    at(0).close();
    await failed;
    await vi.advanceTimersByTimeAsync(300);
    at(1).open();
    const again = backend.call('map_info', {});
    await settle();
    at(1).tell({ call: at(1).sent[0]?.call, ok: 'info' });
    expect(await again).toBe('info');
    expect(seen).toEqual([true, false, true]);
  });
});
