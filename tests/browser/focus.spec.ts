// Looking only at what lies a few steps around something.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { canvas, lists, middleOf, paints, settled } from './canvas';
import { Desk, expectAccessible, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  // A chain: each team is one step further from Brand.
  const teams = ['Marketing: Brand, Content', 'Sales: Field', 'Service: Desk'];
  const chain = ['Brand -> Content: guidelines', 'Field -> Content: wishes', 'Field -> Desk: promises'];
  desk = await Desk.open({ lists: lists(teams, chain), tidy: true });
  page = await desk.page();
  await settled(page);
});
afterEach(() => desk.close());

const bar = () => page.getByRole('region', { name: 'What is looked at' });
const lit = () => page.locator('[data-canvas] .scene .card-box.lit').count();

test('a digit dims all that lies further away, more steps show more, and Escape shows everything', async () => {
  const { x, y } = await middleOf(page, 'Brand');
  await page.mouse.click(x, y);
  await until(() => page.locator('.overlay .selection .chosen').count(), Boolean);
  const before = await paints(page);
  await page.keyboard.press('1');
  await until(lit, (n) => n === 2);
  await bar().getByText('Within 1 step of Brand').waitFor();
  await page.keyboard.press('2');
  await until(lit, (n) => n === 3);
  await bar().getByText('Within 2 steps of Brand').waitFor();
  await bar().getByText('3 teams').waitFor();
  await bar().getByRole('button', { name: 'One step more' }).click();
  await until(lit, (n) => n === 4);
  await expectAccessible(page);
  await canvas(page).focus();
  await page.keyboard.press('Escape');
  await until(lit, (n) => n === 0);
  expect(await bar().count()).toBe(0);
  expect(await paints(page), 'dimming paints nothing').toBe(before);
});

test('what lies around follows the map', async () => {
  const { x, y } = await middleOf(page, 'Brand');
  await page.mouse.click(x, y);
  await page.keyboard.press('1');
  await until(lit, (n) => n === 2);
  const field = await middleOf(page, 'Field');
  await page.mouse.click(field.x, field.y);
  await until(() => page.locator('.overlay .selection .chosen').count(), Boolean);
  await page.keyboard.press('Delete');
  await page.keyboard.press('9');
  await until(lit, (n) => n === 2);
  await page.keyboard.press('0');
  await until(lit, (n) => n === 0);
});
