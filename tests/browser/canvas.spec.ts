// Drawing with the mouse: every gesture from the press to the file.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { boxOf, canvas, chosen, drag, expectNames, lists, middle, middleOf, settled, ties } from './canvas';
import { card, Desk, row, until, walls } from './harness';

let desk: Desk;
let page: Page;

const LISTS = () =>
  lists(
    ['Marketing: Brand, Content', 'Sales: Field sales, Revenue ops'],
    ['Brand -> Content: guidelines', 'Content -> Field sales: sales decks'],
  );

beforeEach(async () => {
  desk = await Desk.open({ lists: LISTS(), tidy: true });
  page = await desk.page();
  await settled(page);
});

afterEach(() => desk.close());

const ground = async (): Promise<{ x: number; y: number }> => {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('There is no map.');
  return { x: box.x + 120, y: box.y + 60 };
};

test('double-click puts a team, typing names it', async () => {
  const { x, y } = await ground();
  await page.mouse.dblclick(x, y);
  await page.keyboard.type('Insights');
  await page.keyboard.press('Enter');
  await expectNames(page, ['Brand', 'Content', 'Field sales', 'Revenue ops', 'Insights']);
  const box = await boxOf(page, 'Insights');
  expect(Math.abs(box.x + box.w / 2 - x)).toBeLessThan(30);
  await row(page, 'Insights').waitFor();
});

test('Escape keeps what was typed, and without a word there is no team', async () => {
  const { x, y } = await ground();
  await page.mouse.dblclick(x, y);
  await page.keyboard.press('Escape');
  await expectNames(page, ['Brand', 'Content', 'Field sales', 'Revenue ops']);
  await page.mouse.dblclick(x, y);
  await page.keyboard.type('Kept');
  await page.keyboard.press('Escape');
  await expectNames(page, ['Brand', 'Content', 'Field sales', 'Revenue ops', 'Kept']);
});

test('a team double-clicked into a function belongs to it', async () => {
  const brand = await boxOf(page, 'Brand');
  // Between the card and the wall of its room.
  await page.mouse.dblclick(brand.x - 9, brand.y + brand.h / 2);
  await page.keyboard.type('PR');
  await page.keyboard.press('Enter');
  await row(page, 'PR').waitFor();
  const level = await row(page, 'PR').getAttribute('aria-level');
  expect(level).toBe(await row(page, 'Brand').getAttribute('aria-level'));
});

test('a drag from the handle of a card onto another draws a dependency and asks what is handed over', async () => {
  const before = await ties(page);
  const from = await boxOf(page, 'Revenue ops');
  await page.mouse.move(from.x + from.w / 2, from.y + from.h / 2);
  await page.locator('.overlay .handle').first().waitFor({ state: 'attached' });
  await drag(page, { x: from.x + from.w / 2, y: from.y + from.h + 9 }, await middleOf(page, 'Brand'));
  await page.getByRole('textbox', { name: 'What is handed over?' }).waitFor();
  await page.keyboard.type('forecast');
  await page.keyboard.press('Enter');
  await until(
    () => ties(page),
    (n) => n === before + 1,
  );
  await page.locator('.pill', { hasText: 'forecast' }).waitFor({ state: 'attached' });
});

test('a drag from a handle onto empty ground makes the team and the dependency in one step', async () => {
  const from = await boxOf(page, 'Brand');
  await page.mouse.move(from.x + from.w / 2, from.y + from.h / 2);
  await page.locator('.overlay .handle').first().waitFor({ state: 'attached' });
  await drag(page, { x: from.x + from.w / 2, y: from.y - 9 }, await ground());
  await page.keyboard.type('Agency');
  await page.keyboard.press('Enter');
  await page.keyboard.type('briefing');
  await page.keyboard.press('Enter');
  await expectNames(page, ['Brand', 'Content', 'Field sales', 'Revenue ops', 'Agency']);
  await until(
    () => ties(page),
    (n) => n === 3,
  );
  await canvas(page).press('Control+z');
  await expectNames(page, ['Brand', 'Content', 'Field sales', 'Revenue ops']);
  await until(
    () => ties(page),
    (n) => n === 2,
  );
});

test('a drag moves a card, and Escape in the middle moves nothing', async () => {
  const start = await boxOf(page, 'Brand');
  const from = await middleOf(page, 'Brand');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 60, from.y - 90, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await boxOf(page, 'Brand')).toEqual(start);

  await drag(page, from, { x: from.x + 4, y: from.y + 41 }, ['Control']);
  await until(
    () => boxOf(page, 'Brand'),
    (now) => Math.abs(now.y - start.y - 41) < 2,
  );
});

test('a card dragged into another function belongs to it, and out of all to none', async () => {
  const sales = await middleOf(page, 'Field sales');
  await drag(page, await middleOf(page, 'Brand'), {
    x: sales.x + 20,
    y: sales.y + 20,
  });
  const parent = async (): Promise<string> =>
    page.evaluate(() => {
      const rows = [...document.querySelectorAll('[role=treeitem]')];
      const at = rows.findIndex((one) => one.textContent?.includes('Brand'));
      const outer = rows.slice(0, at).findLast((one) => one.getAttribute('aria-level') === '1');
      return outer?.textContent ?? '';
    });
  await until(parent, (name) => name.includes('Sales'));
  await drag(page, await middleOf(page, 'Content'), await ground());
  await until(
    () => row(page, 'Content').getAttribute('aria-level'),
    (level) => level === '1',
  );
});

test('Alt and drag leave a copy', async () => {
  await drag(page, await middleOf(page, 'Brand'), await ground(), ['Alt']);
  await until(
    () => page.locator('[data-canvas] .scene:not(.ghost) .card-box').count(),
    (n) => n === 5,
  );
});

test('a rubber band selects, Shift adds and takes away, a click on the ground lets go', async () => {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('There is no map.');
  await drag(page, { x: box.x + 5, y: box.y + 5 }, { x: box.x + box.width - 5, y: box.y + box.height - 90 });
  expect(await chosen(page)).toBeGreaterThanOrEqual(6);
  await page.mouse.click(box.x + 20, box.y + 20);
  await until(
    () => chosen(page),
    (n) => n === 0,
  );
  for (const name of ['Brand', 'Content']) {
    const { x, y } = await middleOf(page, name);
    await page.keyboard.down('Shift');
    await page.mouse.click(x, y);
    await page.keyboard.up('Shift');
  }
  await until(
    () => chosen(page),
    (n) => n === 2,
  );
  const { x, y } = await middleOf(page, 'Content');
  await page.keyboard.down('Shift');
  await page.mouse.click(x, y);
  await page.keyboard.up('Shift');
  await until(
    () => chosen(page),
    (n) => n === 1,
  );
});

test('a function moves by its title with all that is in it', async () => {
  const start = await boxOf(page, 'Content');
  const title = await page.locator('.room-name', { hasText: 'Marketing' }).boundingBox();
  if (!title) throw new Error('Marketing has no title.');
  const from = { x: title.x + title.width / 2, y: title.y + title.height / 2 };
  await drag(page, from, { x: from.x, y: from.y + 120 }, ['Control']);
  await until(
    () => boxOf(page, 'Content'),
    (now) => Math.abs(now.y - start.y - 120) < 2 && Math.abs(now.x - start.x) < 2,
  );
});

test('a function grows by its wall', async () => {
  // Nothing while the room is being painted anew.
  const wall = () => walls(page, 'Sales').boundingBox();
  const start = await until(wall, (now) => now !== null);
  if (!start) throw new Error('Sales has no room.');
  const from = { x: start.x + start.width / 2, y: start.y + start.height };
  await drag(page, from, { x: from.x, y: from.y + 60 });
  await until(wall, (now) => now !== null && Math.abs(now.height - start.height - 60) < 3);
});

test('double-click on a name edits it; on a dependency, what is handed over', async () => {
  const { x, y } = await middleOf(page, 'Brand');
  await page.mouse.dblclick(x, y);
  await page.keyboard.type('Brand and design');
  await page.keyboard.press('Enter');
  await card(page, 'Brand and design').waitFor({ state: 'attached' });
  const pill = await page.locator('.pill', { hasText: 'sales decks' }).boundingBox();
  if (!pill) throw new Error('The dependency has no label.');
  await page.mouse.dblclick(pill.x + pill.width / 2, pill.y + pill.height / 2);
  await page.keyboard.type('battle cards');
  await page.keyboard.press('Enter');
  await page.locator('.pill', { hasText: 'battle cards' }).waitFor({ state: 'attached' });
});

test('a name that is taken is refused, and what was typed stays to be mended', async () => {
  const { x, y } = await middleOf(page, 'Brand');
  await page.mouse.dblclick(x, y);
  await page.keyboard.type('Content');
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Team name' });
  await page.locator('.toast, [role=status], [role=alert]').first().waitFor();
  expect(await field.inputValue()).toBe('Content');
  await field.fill('Brand 2');
  await page.keyboard.press('Enter');
  await card(page, 'Brand 2').waitFor({ state: 'attached' });
});

test('the right button shows the menu of what is under it', async () => {
  const { x, y } = await middleOf(page, 'Brand');
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menu').waitFor();
  await until(
    () => chosen(page),
    (n) => n === 1,
  );
  await page.keyboard.press('Escape');
});

test('the wheel pans, with Ctrl it zooms at the pointer', async () => {
  const at = await middle(page);
  const start = await boxOf(page, 'Brand');
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, 80);
  await until(
    () => boxOf(page, 'Brand'),
    (now) => Math.abs(now.y - start.y + 80) < 1,
  );
  const before = await boxOf(page, 'Brand');
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await until(
    () => boxOf(page, 'Brand'),
    (now) => now.w > before.w * 1.2,
  );
});

test('after a tidy of all the whole map is in sight', async () => {
  const { x, y } = await ground();
  await page.mouse.dblclick(x, y);
  await page.keyboard.type('Insights');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await settled(page);
  await page.getByRole('button', { name: 'Tidy', exact: true }).click();
  await page.getByRole('button', { name: 'Undo: Tidy the map' }).waitFor();
  await settled(page);
  const seen = await canvas(page).boundingBox();
  if (!seen) throw new Error('There is no map.');
  for (const name of ['Brand', 'Content', 'Field sales', 'Revenue ops', 'Insights']) {
    await until(
      () => boxOf(page, name),
      (box) =>
        box.x >= seen.x &&
        box.y >= seen.y &&
        box.x + box.w <= seen.x + seen.width &&
        box.y + box.h <= seen.y + seen.height,
    );
  }
});
