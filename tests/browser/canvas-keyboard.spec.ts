// Drawing without a mouse: a small map from nothing, and everything on it within reach.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { canvas, chosen, expectNames, settled, ties } from './canvas';
import { card, Desk, edge, row, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open();
  page = await desk.page();
  await canvas(page).focus();
});

afterEach(() => desk.close());

const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const said = (): Promise<string[]> => page.locator('[aria-live=polite]').allTextContents();
const hears = (what: string): Promise<string[]> =>
  until(said, (all) => all.some((one) => one.includes(what)));

/** Draws Brand -> Content -> Field sales, and Insights below Brand. */
async function draw(): Promise<void> {
  await page.evaluate(() => undefined);
  await press('Control+k');
  await page.keyboard.type('add team');
  await press('Enter');
  await page.getByRole('textbox', { name: 'Team name' }).waitFor();
  await page.keyboard.type('Brand');
  await press('Enter');
  await expectNames(page, ['Brand']);
  await settled(page);
  await press('Control+ArrowRight');
  await page.keyboard.type('Content');
  // Straight on from the name: the next one, linked again.
  await press('Control+ArrowRight');
  await expectNames(page, ['Brand', 'Content']);
  await page.getByRole('textbox', { name: 'Team name' }).waitFor();
  await page.keyboard.type('Field sales');
  await press('Enter');
  await expectNames(page, ['Brand', 'Content', 'Field sales']);
  await until(
    () => ties(page),
    (n) => n === 2,
  );
}

test('a map is drawn by keyboard alone, at the speed of talk', async () => {
  await draw();
  await row(page, 'Field sales').waitFor();
  await hears('Field sales');
});

test('Alt and an arrow walk along dependencies, Tab goes through all and then on', async () => {
  await draw();
  await hears('Field sales');
  await press('Alt+ArrowLeft');
  await hears('Content');
  await press('Alt+ArrowLeft');
  await hears('Brand');
  await press('Tab');
  await hears('Content');
  await press('Tab');
  await hears('Field sales');
  await press('Tab');
  expect(await canvas(page).evaluate((element) => element === document.activeElement)).toBe(false);
});

test('C, an arrow and Enter draw a dependency', async () => {
  await draw();
  await press('c');
  await hears('hands over to whom');
  await press('ArrowLeft', 'ArrowLeft');
  await hears('Brand?');
  await press('Enter');
  await page.getByRole('textbox', { name: 'What is handed over?' }).waitFor();
  await page.keyboard.type('feedback');
  await press('Enter');
  await until(
    () => ties(page),
    (n) => n === 3,
  );
});

test('arrows nudge by one, with Shift by ten', async () => {
  await draw();
  const x = async (): Promise<number> => (await edge(page, 'Field sales').boundingBox())?.x ?? 0;
  const start = await x();
  await press('ArrowRight');
  await until(x, (now) => Math.abs(now - start - 1) < 0.2);
  await settled(page);
  await press('Shift+ArrowRight');
  await until(x, (now) => Math.abs(now - start - 11) < 0.2);
});

test('Enter edits the name, just typing replaces it', async () => {
  await draw();
  await press('Enter');
  await press('End');
  await page.keyboard.type(' EMEA');
  await press('Enter');
  await card(page, 'Field sales EMEA').waitFor({ state: 'attached' });
  await settled(page);
  await page.keyboard.type('Resellers');
  await press('Enter');
  await card(page, 'Resellers').waitFor({ state: 'attached' });
});

test('Ctrl+A selects all, Delete deletes it, one undo brings it back', async () => {
  await draw();
  await press('Control+a');
  await until(
    () => chosen(page),
    (n) => n === 3,
  );
  await press('Delete');
  await expectNames(page, []);
  await press('Control+z');
  await expectNames(page, ['Brand', 'Content', 'Field sales']);
  await until(
    () => ties(page),
    (n) => n === 2,
  );
});
