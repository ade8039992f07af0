// The whole app in a real browser on the real desk: a map in a folder of its own, `tiemap serve` on a free port,
// and a page that may reach nothing else.

import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const CHROMIUM = process.env['TIEMAP_CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The command line, as it was built last; `TIEMAP_CLI` names another. */
export const TIEMAP = process.env['TIEMAP_CLI'] ?? newest('tiemap');

/** The built UI, which the server takes from the folder, so that it need not be built in. */
const UI = join(ROOT, 'ui/dist');

/** How a page looks at the app. */
export interface Look {
  dark?: boolean;
  /** The system asks for more contrast. */
  contrast?: boolean;
  width?: number;
  height?: number;
  reducedMotion?: boolean;
  /** What the desk's greeting says otherwise than it does. */
  greeting?: Record<string, unknown>;
}

/** A desk with a map, and the browser that shows it. */
export class Desk {
  private constructor(
    readonly folder: string,
    readonly map: string,
    readonly address: string,
    readonly server: ChildProcess,
    readonly browser: Browser,
  ) {}

  /** Makes a map from a template (or from these lists) and serves it. */
  static async open(from: { template?: string; lists?: string[]; tidy?: boolean } = {}): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), 'tiemap-browser-'));
    const map = join(folder, 'Northwind.tiemap');
    tiemap('new', map, '--template', from.template ?? 'blank');
    if (from.lists) tiemap('import', ...from.lists, '--into', map);
    if (from.tidy) tiemap('tidy', map);
    const server = spawn(TIEMAP, ['serve', map, '--port', '0'], {
      env: { ...process.env, TIEMAP_UI: UI },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await firstLine(server);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    return new Desk(folder, map, address, server, browser);
  }

  /**
   * Opens the page a person starts on. The desk of `serve` holds one map and opens no others, so its greeting is
   * changed on the way to what the desktop says; templates and all else are the desk's own.
   */
  async startPage(look: Look = {}): Promise<Page> {
    return this.page({ ...look, greeting: { map: null, can_open: true } });
  }

  /** Opens a window; whatever it asks of another place fails the test. */
  async page(look: Look = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width: look.width ?? 1600, height: look.height ?? 1000 },
      colorScheme: look.dark ? 'dark' : 'light',
      contrast: look.contrast ? 'more' : 'no-preference',
      reducedMotion: look.reducedMotion === false ? 'no-preference' : 'reduce',
      locale: 'en-GB',
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await this.#watch(context, page);
    if (look.greeting) await greetWith(page, look.greeting);
    await page.goto(this.address);
    await page.locator('[data-canvas], .start').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    return page;
  }

  /** Takes everything down. */
  async close(): Promise<void> {
    await this.browser.close();
    this.server.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
    const { strangers, errors } = this;
    expect(strangers, 'requests that left the machine').toEqual([]);
    expect(errors, 'errors in the page').toEqual([]);
  }

  /** Addresses that were asked and are not ours. */
  readonly strangers: string[] = [];
  /** What went wrong in pages. */
  readonly errors: string[] = [];

  async #watch(context: BrowserContext, page: Page): Promise<void> {
    const home = new URL(this.address).host;
    await context.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.host === home || url.protocol === 'blob:' || url.protocol === 'data:') return route.continue();
      this.strangers.push(url.href);
      return route.abort();
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }
}

/** Changes what the desk greets the page with. */
async function greetWith(page: Page, greeting: Record<string, unknown>): Promise<void> {
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const desk = socket.connectToServer();
    let welcome: number | null = null;
    socket.onMessage((message) => {
      const asked = JSON.parse(String(message)) as { call: number; request: { name: string } };
      if (asked.request.name === 'welcome') welcome = asked.call;
      desk.send(message);
    });
    desk.onMessage((message) => {
      const told = JSON.parse(String(message)) as { call?: number; ok?: object };
      if (told.ok && told.call === welcome) {
        socket.send(JSON.stringify({ ...told, ok: { ...told.ok, ...greeting } }));
      } else socket.send(message);
    });
  });
}

/** Runs the command line and answers what it prints. */
export function tiemap(...args: string[]): string {
  return execFileSync(TIEMAP, args, { encoding: 'utf8', cwd: ROOT });
}

/** Ctrl, on whatever machine the browser says it is. */
export const MOD = 'Control';

/** Asks axe; every violation is named with where it is. */
export async function expectAccessible(page: Page, but: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .disableRules(but)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(
    (one) =>
      `${one.id}: ${one.help}\n  ${one.nodes
        .map((node) => node.html)
        .slice(0, 4)
        .join('\n  ')}`,
  );
  expect(told).toEqual([]);
}

/** Waits until something is so. */
export async function until<T>(what: () => Promise<T> | T, is: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 15_000;
  let value = await what();
  while (!is(value)) {
    if (Date.now() > end) throw new Error(`It never came; last seen: ${JSON.stringify(value)}`);
    await new Promise((next) => setTimeout(next, 30));
    value = await what();
  }
  return value;
}

/** A row of the outline. */
export const row = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${escaped(name)}(,|$)`) });

/** The name on a card of the map. */
export const card = (page: Page, name: string) =>
  page.locator('[data-canvas] .card-name', { hasText: name }).first();

/** The edge of that card; the parts of a shape follow one another. */
export const edge = (page: Page, name: string) =>
  card(page, name).locator('xpath=preceding-sibling::*[contains(@class, "card-box")][1]');

/** The walls of a function's room on the map. */
export const walls = (page: Page, name: string) =>
  page
    .locator('.room-name', { hasText: name })
    .locator('xpath=preceding-sibling::*[contains(@class, "room-box")][1]');

/** The map's status as the top bar tells it. */
export const saved = (page: Page) => page.getByText('saved', { exact: true });

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function newest(name: string): string {
  const built = ['release', 'debug']
    .map((kind) => join(ROOT, 'target', kind, name))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return built[0] ?? join(ROOT, 'target/debug', name);
}

async function firstLine(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('The server says nothing.');
  for await (const line of createInterface({ input: server.stdout })) return line.trim();
  throw new Error('The server ended before it said its address.');
}
