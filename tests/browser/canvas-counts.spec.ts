// How little is painted: the scene is left alone by pans, hovers and selections.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { lists, middle, middleOf, paints, settled } from './canvas';
import { Desk, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  const names = Array.from({ length: 40 }, (_, n) => `Team ${String(n)}`);
  const teams = [0, 1, 2, 3].map(
    (f) => `Function ${String(f)}: ${names.slice(f * 10, f * 10 + 10).join(', ')}`,
  );
  const dependencies = names.map(
    (name, n) => `${name} -> ${names[(n * 7 + 3) % 40] ?? ''}: thing ${String(n)}`,
  );
  desk = await Desk.open({ lists: lists(teams, dependencies), tidy: true });
  page = await desk.page();
  await settled(page);
  // Better routes may still come in; they are one more picture.
  await until(
    async () => {
      const before = await paints(page);
      await page.waitForTimeout(400);
      return before === (await paints(page));
    },
    (quiet) => quiet,
  );
});

afterEach(() => desk.close());

test('the first picture is asked for before the page stands, and painted once, however large the window is', async () => {
  let asked: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      asked.push(/"name":"(\w+)"/.exec(String(payload))?.[1] ?? '');
    }),
  );
  for (const [width, height] of [
    [1440, 900],
    [900, 650],
  ] as const) {
    asked = [];
    await page.setViewportSize({ width, height });
    await page.reload();
    await settled(page);
    await page.waitForTimeout(400);
    expect(asked.filter((name) => name === 'scene').length).toBe(1);
    expect(asked.indexOf('scene')).toBeLessThan(asked.indexOf('outline'));
    expect(await paints(page)).toBe(1);
  }
});

test('better routes that are found before the canvas is there are painted', async () => {
  const asked: string[] = [];
  await page.routeWebSocket(/./, (here) => {
    const desk = here.connectToServer();
    here.onMessage((message) => {
      asked.push(/"name":"(\w+)"/.exec(String(message))?.[1] ?? '');
      desk.send(message);
    });
    desk.onMessage((message) => {
      here.send(message);
      const isFirst =
        String(message).includes('"scene":{') && asked.filter((name) => name === 'scene').length === 1;
      if (isFirst) here.send(JSON.stringify({ event: { type: 'redrawn', revision: 1 } }));
    });
  });
  await page.reload();
  await until(
    () => paints(page),
    (count) => count === 2,
  );
  expect(asked.filter((name) => name === 'scene').length).toBe(2);
});

test('a pan within the overscan paints nothing, one that leaves it paints once', async () => {
  const before = await paints(page);
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  for (let n = 0; n < 10; n++) await page.mouse.wheel(20, 10);
  for (let n = 0; n < 10; n++) await page.mouse.wheel(-20, -10);
  await settled(page);
  expect(await paints(page)).toBe(before);
  for (let n = 0; n < 6; n++) await page.mouse.wheel(100, 0);
  await until(
    () => paints(page),
    (now) => now === before + 1,
  );
});

test('a hover and a selection paint nothing', async () => {
  const before = await paints(page);
  const overlay = (): Promise<number> => page.locator('.overlay .hover *').count();
  for (const name of ['Team 1', 'Team 12', 'Team 33']) {
    const { x, y } = await middleOf(page, name);
    await page.mouse.move(x, y);
    await until(overlay, (parts) => parts > 0);
    await page.mouse.click(x, y);
    await until(
      () => page.locator('.overlay .selection .chosen').count(),
      (parts) => parts > 0,
    );
  }
  await settled(page);
  expect(await paints(page)).toBe(before);
});

test('a zoom paints once, when it has ended', async () => {
  const before = await paints(page);
  const { x, y } = await middle(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  for (let n = 0; n < 8; n++) await page.mouse.wheel(0, -12);
  await page.keyboard.up('Control');
  await until(
    () => paints(page),
    (now) => now > before,
  );
  await settled(page);
  expect(await paints(page)).toBe(before + 1);
});

test('what stays in the picture is not put into the page again when something before it goes', async () => {
  const { x, y } = await middleOf(page, 'Team 1');
  await page.mouse.click(x, y);
  await page.evaluate(() => {
    const known = new Set(document.querySelectorAll('.scene .picture > g > *'));
    const counts = { again: 0 };
    Object.assign(window, { counts });
    const observer = new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        counts.again += [...addedNodes].filter((node) => known.has(node as Element)).length;
    });
    observer.observe(document.querySelector('.scene') ?? document, {
      childList: true,
      subtree: true,
    });
  });
  await page.keyboard.press('Delete');
  await until(
    () => page.locator('.scene .card-box').count(),
    (cards) => cards === 39,
  );
  await settled(page);
  expect(await page.evaluate(() => (window as unknown as { counts: { again: number } }).counts.again)).toBe(
    0,
  );
});
