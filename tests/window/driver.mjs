// A small WebDriver client for the real window: WebKitWebDriver starts the app and speaks for a person at it.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = process.env.TIEMAP_ROOT ?? fileURLToPath(new URL('../..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
/** The app as it was built last. */
export const app = path.join(target, 'debug/tiemap-desktop');
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebDriver's codes for keys that have no letter. */
export const Key = { Enter: '\uE007', Escape: '\uE00C', Control: '\uE009', Shift: '\uE008', Delete: '\uE017', Tab: '\uE004' };

const freePort = () =>
  new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** Waits until `check` gives something, and returns it. */
export async function until(what, check, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const got = await check();
      if (got) return got;
    } catch (why) {
      last = why;
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`waited ${seconds} s for ${what}${last ? `: ${last.message}` : ''}`);
}

/** The processes that are the app: those whose state is not that of a zombie, which has let go of all it held. */
async function running() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  return ids.filter((_, n) => /\(tiemap-desktop\) [^ZX]/.test(states[n])).map(Number);
}

/** A folder of its own for maps and for the app's data. */
export async function scratch() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiemap-window-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The app in its real window. */
export class Window {
  static async open(folder, ...args) {
    const port = await freePort();
    const env = { ...process.env, TAURI_WEBVIEW_AUTOMATION: 'true', TIEMAP_DATA_DIR: path.join(folder, 'data') };
    const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'inherit' });
    const window = new Window(driver, `http://127.0.0.1:${port}`);
    await until('the driver', async () => (await fetch(`${window.base}/status`)).ok);
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: app, args } } };
    const { sessionId } = await window.ask('POST', '/session', { capabilities });
    window.session = `/session/${sessionId}`;
    return window;
  }

  constructor(driver, base) {
    this.driver = driver;
    this.base = base;
  }

  async ask(method, where, body) {
    const answer = await fetch(this.base + where, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  /** Closes the window as a person would, and waits until the app is gone. */
  async close() {
    if (this.driver.exitCode !== null || this.driver.signalCode !== null) return;
    await this.ask('DELETE', this.session).catch(() => {});
    const gone = new Promise((ended) => this.driver.once('exit', ended));
    this.driver.kill();
    await gone;
    // The driver may go before its app does, and whoever opens the next window while this one still goes would hand
    // its file to it.
    for (const id of await running()) {
      try {
        process.kill(id);
      } catch {
        // It has gone by itself meanwhile.
      }
    }
    await until('the app to be gone', async () => (await running()).length === 0);
  }

  /** Runs a function in the page. */
  run(fn, ...args) {
    return this.ask('POST', `${this.session}/execute/sync`, { script: `return (${fn})(...arguments)`, args });
  }

  /** The first element that matches, once it is there. */
  find(css) {
    const look = () => this.ask('POST', `${this.session}/element`, { using: 'css selector', value: css });
    return until(css, async () => (await look())[ELEMENT]);
  }

  async click(css) {
    const element = await this.find(css);
    await this.ask('POST', `${this.session}/element/${element}/click`, {});
  }

  async text(css) {
    return this.ask('GET', `${this.session}/element/${await this.find(css)}/text`);
  }

  /** Types keys, one after another; keys of a chord are given as one array, as in ['Control', 'z']. */
  async type(...keys) {
    const actions = [];
    for (const key of keys.flatMap((k) => (Array.isArray(k) ? [k] : [...k].map((letter) => [letter])))) {
      const codes = key.map((name) => Key[name] ?? name);
      actions.push(...codes.map((value) => ({ type: 'keyDown', value })));
      actions.push(...codes.reverse().map((value) => ({ type: 'keyUp', value })));
    }
    await this.ask('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] });
  }

  /** Moves the mouse along points, pressed from the first to the last. */
  async drag(...points) {
    const move = ([x, y]) => ({ type: 'pointerMove', duration: 30, x: Math.round(x), y: Math.round(y) });
    const [first, ...rest] = points;
    const actions = [move(first), { type: 'pointerDown', button: 0 }, ...rest.map(move), { type: 'pointerUp', button: 0 }];
    await this.mouse(actions);
  }

  async doubleClick([x, y]) {
    const press = [{ type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    await this.mouse([{ type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) }, ...press, ...press]);
  }

  async mouse(actions) {
    const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.ask('POST', `${this.session}/actions`, { actions: [pointer] });
  }

  async screenshot() {
    return Buffer.from(await this.ask('GET', `${this.session}/screenshot`), 'base64');
  }
}
