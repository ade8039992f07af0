// A full tidy is looked at before anything moves.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { boxOf, canvas, drag, middleOf, settled } from './canvas';
import { Desk, expectAccessible, MOD, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open({ template: 'sample' });
  page = await desk.page();
  await settled(page);
  const [from, before] = [await middleOf(page, 'Insights'), await revision()];
  await drag(page, from, { x: from.x + 40, y: from.y + 260 });
  // The map is settled until it hears of the move.
  await until(revision, (now) => now !== before);
  await settled(page);
});
afterEach(() => desk.close());

const bar = () => page.getByRole('region', { name: 'A layout to look at' });
const revision = () => canvas(page).getAttribute('data-revision');
const propose = async () => {
  await page.keyboard.press(`${MOD}+k`);
  await page.keyboard.type('how a full tidy would look');
  await page.getByRole('option', { name: /how a full tidy/i }).waitFor();
  await page.keyboard.press('Enter');
  await bar().waitFor();
  await settled(page);
};

test('it is seen, left, seen again and taken, as one change', async () => {
  const moved = await boxOf(page, 'Insights');
  const before = await revision();
  await propose();
  await bar()
    .getByText(/would move\. Nothing has changed yet\.$/)
    .waitFor();
  expect(await boxOf(page, 'Insights')).not.toEqual(moved);
  expect(await revision(), 'looking changes nothing').toBe(before);
  expect(await page.getByRole('button', { name: 'Tidy', exact: true }).isDisabled()).toBe(true);
  await expectAccessible(page);

  await canvas(page).focus();
  await page.keyboard.press('Escape');
  await until(
    () => bar().count(),
    (n) => n === 0,
  );
  await settled(page);
  await page.keyboard.press('Shift+1');
  await settled(page);
  expect(await revision()).toBe(before);

  await propose();
  const seen = await boxOf(page, 'Insights');
  await bar().getByRole('button', { name: 'Take it' }).click();
  await until(revision, (now) => now !== before);
  await settled(page);
  expect(await boxOf(page, 'Insights')).toEqual(seen);
  expect(await bar().count()).toBe(0);
  await page.getByRole('button', { name: 'Undo: Tidy the map' }).click();
  await until(
    () => boxOf(page, 'Insights'),
    (now) => now.x !== seen.x || now.y !== seen.y,
  );
});
