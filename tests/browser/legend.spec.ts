// What the signs on the map mean.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { lists, settled } from './canvas';
import { Desk, expectAccessible } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  const team = (n: number): string => `Team ${n % 20}`;
  const ring = Array.from({ length: 20 }, (_, n) => n);
  desk = await Desk.open({
    lists: lists(
      [`Marketing: ${ring.map(team).join(', ')}`],
      ring.map((n) => `${team(n)} -> ${team(n + 1)}: link`),
    ),
    tidy: true,
  });
  page = await desk.page();
  await settled(page);
});
afterEach(() => desk.close());

test('words that all lines would say are in the legend and on no line', async () => {
  await page.getByRole('list', { name: 'Legend' }).getByText('link, if a line says nothing').waitFor();
  expect(await page.locator('[data-canvas] .scene .pill').count()).toBe(0);
  await expectAccessible(page);
});
