// Drawing and looking with fingers.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';

import { boxOf, canvas, chosen, lists, middle, middleOf, settled, type Spot } from './canvas';
import { Desk, until } from './harness';

let desk: Desk;
let page: Page;
let fingers: CDPSession;

beforeEach(async () => {
  desk = await Desk.open({
    lists: lists(['Marketing: Brand, Content'], ['Brand -> Content: guidelines']),
    tidy: true,
  });
  page = await desk.page();
  await settled(page);
  fingers = await page.context().newCDPSession(page);
  await fingers.send('Emulation.setTouchEmulationEnabled', {
    enabled: true,
    maxTouchPoints: 5,
  });
});

afterEach(() => desk.close());

type Kind = 'touchStart' | 'touchMove' | 'touchEnd';
const touch = (type: Kind, ...at: Spot[]) =>
  fingers.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: at.map(({ x, y }, id) => ({ x, y, id })),
  });

async function swipe(from: Spot, to: Spot): Promise<void> {
  await touch('touchStart', from);
  for (let n = 1; n <= 6; n++) {
    await touch('touchMove', {
      x: from.x + ((to.x - from.x) * n) / 6,
      y: from.y + ((to.y - from.y) * n) / 6,
    });
  }
  await touch('touchEnd');
}

const ground = async (): Promise<Spot> => {
  const { x, y } = await middle(page);
  return { x, y: y - 260 };
};

test('one finger on the ground pushes the map', async () => {
  const start = await boxOf(page, 'Brand');
  const from = await ground();
  await swipe(from, { x: from.x + 60, y: from.y + 90 });
  await until(
    () => boxOf(page, 'Brand'),
    (now) => Math.abs(now.x - start.x - 60) < 2 && Math.abs(now.y - start.y - 90) < 2,
  );
});

test('two fingers stretch it', async () => {
  const start = await boxOf(page, 'Brand');
  const { x, y } = await middle(page);
  await touch('touchStart', { x: x - 50, y }, { x: x + 50, y });
  for (let n = 1; n <= 5; n++) await touch('touchMove', { x: x - 50 - n * 10, y }, { x: x + 50 + n * 10, y });
  await touch('touchEnd');
  await until(
    () => boxOf(page, 'Brand'),
    (now) => Math.abs(now.w / start.w - 2) < 0.05,
  );
});

test('a tap selects, a finger moves a card, a long press shows its menu', async () => {
  const at = await middleOf(page, 'Brand');
  await touch('touchStart', at);
  await touch('touchEnd');
  await until(
    () => chosen(page),
    (n) => n === 1,
  );

  const start = await boxOf(page, 'Brand');
  await swipe(at, { x: at.x, y: at.y + 70 });
  await until(
    () => boxOf(page, 'Brand'),
    (now) => now.y - start.y > 55,
  );

  await settled(page);
  await touch('touchStart', await middleOf(page, 'Brand'));
  await page.getByRole('menu').waitFor();
  await touch('touchEnd');
  expect(await canvas(page).count()).toBe(1);
});
