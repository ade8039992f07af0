// How long it takes until the whole of a map is shown, and what a frame of a gesture costs (scripting, style and
// layout as Chromium counts them): Tiemap beside React Flow, or Tiemap alone on maps of several sizes.
//
// `load` is what showing the map takes once the program runs, from when its canvas begins; `start` is
// counted from when the page is asked for, and holds for the whole of Tiemap, panels and outline and all, but only
// for the bare canvas of React Flow.
//
//   measure.mjs TIEMAP ROUNDS PEER-TEAMS MAP...
//
// A map is called after its teams: 1000.tiemap. Every map is measured; those with up to PEER-TEAMS teams in React Flow
// too. Prints one JSON value:
// [{ map, teams, ours: Figures, theirs: Figures | null }], times in milliseconds, medians of the rounds.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import path from 'node:path';

import { build } from 'esbuild';

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, '../../../../..');
const { chromium } = createRequire(path.join(ROOT, 'ui/package.json'))('playwright-core');
const [tiemap, rounds, peerTeams, ...maps] = process.argv.slice(2);
const STEPS = 24;
const VIEW = { width: 1600, height: 1000 };

const flags = '--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const browser = await chromium.launch({
  executablePath: process.env.TIEMAP_CHROMIUM ?? '/usr/bin/chromium',
  args: flags.split(' '),
});
const bundle = await build({
  entryPoints: [path.join(HERE, 'react-flow.jsx')],
  bundle: true,
  minify: true,
  write: false,
  outdir: 'out',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
});
const [script, style] = ['.js', '.css'].map((end) => bundle.outputFiles.find((f) => f.path.endsWith(end)).text);

/** Scripting, style and layout so far, in ms. */
async function spent(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (name) => metrics.find((m) => m.name === name)?.value ?? 0;
  return (of('ScriptDuration') + of('RecalcStyleDuration') + of('LayoutDuration')) * 1000;
}

const frame = (page) => page.evaluate(() => new Promise((next) => requestAnimationFrame(() => next())));

/** The mean cost of a step of a gesture. */
async function gesture(page, client, step) {
  await page.waitForTimeout(400);
  const before = await spent(client);
  for (let n = 0; n < STEPS; n++) {
    await step(n);
    await frame(page);
  }
  await page.waitForTimeout(250);
  return ((await spent(client)) - before) / STEPS;
}

/** Everything that is measured of one page. */
async function figures(address, look) {
  const page = await browser.newPage({ viewport: VIEW, reducedMotion: 'reduce' });
  await page.addInitScript(([ready, canvas]) => {
    const is = new Function(`return (${ready})()`);
    const wait = () => {
      if (!is()) return requestAnimationFrame(wait);
      requestAnimationFrame(() => setTimeout(() => (window.shownAfter = performance.now())));
    };
    requestAnimationFrame(wait);
    // React puts a canvas into the page when it is done, so that page says itself when it began, and is not watched.
    if (!canvas) return;
    const begun = new MutationObserver(() => {
      if (!document.querySelector(canvas)) return;
      window.begunAfter = performance.now();
      begun.disconnect();
    });
    begun.observe(document, { childList: true, subtree: true });
  }, [String(look.ready), look.canvas]);
  await page.goto(address);
  await page.waitForFunction(() => window.shownAfter, null, { timeout: 120_000 });
  const { start, begun } = await page.evaluate(() => ({ start: window.shownAfter, begun: window.begunAfter }));
  const load = start - begun;
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  await page.waitForTimeout(1500);
  const dom = () => page.evaluate(() => document.querySelectorAll('*').length);
  const [x, y] = look.middle;
  const wheel = (dx, dy) => page.mouse.wheel(dx, dy);
  const there = (n) => (n < STEPS / 2 ? 1 : -1);
  await page.mouse.move(x, y);
  const elements = [await dom()];
  const panFit = await gesture(page, client, (n) => wheel(30 * there(n), 20 * there(n)));
  await page.keyboard.down('Control');
  const zoom = await gesture(page, client, (n) => wheel(0, -20 * there(n)));
  await page.keyboard.up('Control');
  elements.push(await dom());
  await look.read(page);
  // Back to the canvas: the wheel scrolls what is under it.
  await page.mouse.move(x, y);
  await page.waitForTimeout(1000);
  elements.push(await dom());
  const pan = await gesture(page, client, (n) => wheel(40 * there(n), 25 * there(n)));
  elements.push(await dom());
  const [cx, cy] = await page.evaluate(nearest, [look.card, [x, y]]);
  await page.mouse.move(cx, cy);
  await page.mouse.down();
  const drag = await gesture(page, client, (n) => page.mouse.move(cx + 5 * (n + 1), cy + 3 * (n + 1)));
  await page.mouse.up();
  await page.close();
  return { load, start, panFit, zoom, pan, drag, elements: Math.max(...elements) };
}

/** The place on the page of what the selector finds nearest to a point. */
const nearest = ([selector, [x, y]]) => {
  const middle = (e) => {
    const r = e.getBoundingClientRect();
    return [r.x + r.width / 2, r.y + r.height / 2];
  };
  const far = ([a, b]) => Math.hypot(a - x, b - y);
  return [...document.querySelectorAll(selector)].map(middle).sort((p, q) => far(p) - far(q))[0];
};

const ours = {
  middle: [880, 520],
  canvas: '[data-canvas]',
  ready: () => document.querySelector('[data-canvas][data-settled="true"] .scene *') !== null,
  // The first function in the middle, at a size to read.
  read: async (page) => {
    await page.getByRole('treeitem').first().click();
    await page.locator('[data-canvas]').focus();
    for (const keys of ['Shift+2', 'Control+0', 'Escape']) {
      await page.keyboard.press(keys);
      await page.waitForTimeout(300);
    }
  },
  card: '[data-canvas] .scene:not(.ghost) .card-box',
};

const theirs = (nodes, edges) => ({
  middle: [800, 500],
  canvas: null,
  ready: `() => document.querySelectorAll('.react-flow__edge').length === ${edges}
    && document.querySelectorAll('.react-flow__node').length === ${nodes}`,
  read: (page) => page.evaluate(() => window.flow.zoomTo(1)),
  card: '.react-flow__node-default',
});

async function measureOurs(map) {
  const server = spawn(tiemap, ['serve', map, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let address;
    for await (const line of createInterface({ input: server.stdout })) {
      address = line.trim();
      break;
    }
    return await figures(address, ours);
  } finally {
    // The next round opens the same map.
    const gone = once(server, 'exit');
    server.kill();
    await gone;
  }
}

async function measureTheirs(scene) {
  const graph = JSON.stringify(scene).replaceAll('<', '\\u003c');
  const page = `<!doctype html><meta charset="utf-8"><style>${style} html, body, #map { margin: 0; height: 100% }</style>
    <div id="map"></div><script>window.graph = ${graph}</script><script src="/map.js"></script>`;
  const server = createServer((asked, answer) => {
    const code = asked.url === '/map.js';
    answer.setHeader('content-type', code ? 'text/javascript' : 'text/html').end(code ? script : page);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    const nodes = scene.containers.length + scene.cards.length;
    return await figures(`http://127.0.0.1:${server.address().port}/`, theirs(nodes, scene.ties.length));
  } finally {
    server.close();
  }
}

const median = (all) =>
  Object.fromEntries(
    Object.keys(all[0]).map((key) => [key, all.map((one) => one[key]).sort((a, b) => a - b)[all.length >> 1]]),
  );

const results = [];
for (const map of maps) {
  const teams = Number(path.basename(map, '.tiemap'));
  const beside = teams <= Number(peerTeams);
  const scene = beside && JSON.parse(execFileSync(tiemap, ['scene', map], { maxBuffer: 1 << 30 }));
  const [mine, peer] = [[], []];
  for (let round = 0; round < Number(rounds); round++) {
    mine.push(await measureOurs(map));
    if (beside) peer.push(await measureTheirs(scene));
  }
  results.push({ map, teams, ours: median(mine), theirs: beside ? median(peer) : null });
}
await browser.close();
console.log(JSON.stringify(results));
