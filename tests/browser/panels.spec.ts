// The panels around the map: the outline by keyboard, the inspector, history, palette and help.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, MOD, row, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open({ template: 'sample' });
  page = await desk.page();
  await page.getByRole('treeitem').first().waitFor();
});
afterEach(() => desk.close());

const tree = () => page.getByRole('tree');
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
/** The name of the row that has the keyboard. */
const active = async (): Promise<string> => {
  const id = await tree().getAttribute('aria-activedescendant');
  return (await page.locator(`[id="${id ?? ''}"] .name`).textContent()) ?? '';
};
const firstTeam = () => page.locator('.row.team .name').first().textContent();

describe('the outline', () => {
  test('is walked, folded, renamed and deleted by keyboard alone', async () => {
    await tree().focus();
    await page.keyboard.press('Home');
    const fn = await active();
    const all = await page.getByRole('treeitem').count();
    await page.keyboard.press('ArrowLeft');
    await until(
      () => page.getByRole('treeitem').count(),
      (n) => n < all,
    );
    await page.keyboard.press('ArrowRight');
    await until(
      () => page.getByRole('treeitem').count(),
      (n) => n === all,
    );
    await page.keyboard.press('ArrowDown');
    const team = await active();
    expect(team).not.toBe(fn);

    await page.keyboard.press('F2');
    await page.keyboard.type('Renamed here');
    await page.keyboard.press('Enter');
    await row(page, 'Renamed here').waitFor();
    await until(active, (name) => name === 'Renamed here');

    await page.keyboard.press('Delete');
    await row(page, 'Renamed here').waitFor({ state: 'detached' });
    await page.keyboard.press(`${MOD}+z`);
    await row(page, 'Renamed here').waitFor();
  });

  test('goes to a name as one types it', async () => {
    await tree().focus();
    const names = await page.locator('.row .name').allTextContents();
    const last = names.at(-1) ?? '';
    await page.keyboard.press('Home');
    await page.keyboard.type(last.slice(0, 4).toLowerCase());
    await until(active, (name) => name.toLowerCase().startsWith(last.slice(0, 4).toLowerCase()));
  });

  test('selects several with Shift, which the details show', async () => {
    await tree().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('heading', { name: '2 teams, 1 function' }).waitFor();
    expect(await page.locator('[role=treeitem][aria-selected=true]').count()).toBe(3);
  });

  test('moves a team to another function when it is dragged there', async () => {
    const team = (await firstTeam()) ?? '';
    const target = page.locator('.row.function').nth(1);
    const name = (await target.locator('.name').textContent()) ?? '';
    await row(page, team).dragTo(target);
    await row(page, team).click();
    await until(
      () => page.getByRole('combobox', { name: 'Function' }).locator('option:checked').textContent(),
      (chosen) => chosen === name,
    );
  });
});

describe('the details', () => {
  test('offer all functions once one reaches for them, not before', async () => {
    const functions = await page.locator('.row.function .name').allTextContents();
    await row(page, (await firstTeam()) ?? '').click();
    const select = page.getByRole('combobox', { name: 'Function' });
    const chosen = () => select.locator('option:checked').textContent();
    await until(chosen, (name) => name === functions[0]);
    // The one it lies in, and none.
    expect(await select.locator('option').count()).toBe(2);
    await select.focus();
    await until(
      () => select.locator('option').count(),
      (n) => n === functions.length + 1,
    );
    expect(await chosen()).toBe(functions[0]);
    await select.selectOption(functions[2] ?? '');
    await until(
      () => page.locator('.row.function').nth(2).getAttribute('aria-label'),
      (said) => said?.includes('4 teams') ?? false,
    );
    expect(await chosen()).toBe(functions[2]);
  });

  test('say what is wrong while one types, and keep what is right', async () => {
    const teams = await page.locator('.row.team .name').allTextContents();
    await row(page, teams[0] ?? '').click();
    await field('Name').fill(teams[1] ?? '');
    await page.getByText('Another team has this name.').waitFor();
    await field('Name').press('Enter');
    expect(await row(page, teams[0] ?? '').count()).toBe(1);

    await field('Name').fill('Brand studio');
    await field('Name').press('Enter');
    await row(page, 'Brand studio').waitFor();

    await field('People').fill('-3');
    await page.getByText('At least 0.').waitFor();
    await field('People').fill('4,5');
    await field('Led by').focus();
    await until(
      () => field('People').inputValue(),
      (value) => value === '4.5',
    );
  });

  test('change a field of several teams in one step', async () => {
    await tree().focus();
    await page.keyboard.press(`${MOD}+Shift+i`);
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press(`${MOD}+Shift+i`);
    await field('Where').fill('Berlin');
    await field('Where').press('Enter');
    await row(page, (await firstTeam()) ?? '').click();
    await until(
      () => field('Where').inputValue(),
      (value) => value === 'Berlin',
    );
    await page.getByRole('button', { name: /^Undo/ }).click();
    await until(
      () => field('Where').inputValue(),
      (value) => value !== 'Berlin',
    );
  });

  test('show both sides of a dependency, and that they differ', async () => {
    await row(page, (await firstTeam()) ?? '').click();
    await page.locator('.inspector section button').first().click();
    const ratings = page.getByRole('radiogroup');
    await ratings.filter({ hasText: 'Unrated' }).first().getByRole('radio', { name: 'ok' }).click();
    await ratings.filter({ hasText: 'Unrated' }).nth(1).getByRole('radio', { name: 'blocking' }).click();
    await page.getByText('The two sides see it differently.').waitFor();
  });
});

test('the history goes back to an earlier state as one change', async () => {
  const before = (await firstTeam()) ?? '';
  await row(page, before).click();
  await field('Name').fill('First change');
  await field('Name').press('Enter');
  await row(page, 'First change').click();
  await field('Name').fill('Second change');
  await field('Name').press('Enter');
  await row(page, 'Second change').waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await page
    .getByRole('button', { name: /Go back to after/ })
    .first()
    .click();
  await row(page, 'First change').waitFor();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await row(page, 'Second change').waitFor();
});

test('a kept version can be gone back to', async () => {
  const before = (await firstTeam()) ?? '';
  await page.keyboard.press(`${MOD}+s`);
  await page.getByRole('dialog').getByRole('textbox').fill('Before the offsite');
  await page.keyboard.press('Enter');
  await row(page, before).click();
  await page.keyboard.press('Delete');
  await row(page, before).waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Go back to Before the offsite' }).click();
  await row(page, before).waitFor();
});

describe('the palette', () => {
  test('finds a team by its name and goes there', async () => {
    const team = (await firstTeam()) ?? '';
    await page.keyboard.press(`${MOD}+k`);
    await page.keyboard.type(team);
    await page.getByRole('option', { name: team }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: team, exact: true }).waitFor();
    expect(await row(page, team).getAttribute('aria-selected')).toBe('true');
  });

  test('runs a command', async () => {
    await page.keyboard.press(`${MOD}+k`);
    await page.keyboard.type('dark');
    await page.getByRole('option', { name: 'Dark', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await until(
      () => page.locator('html').getAttribute('data-theme'),
      (theme) => theme === 'dark',
    );
  });
});

test('single letters do nothing once they are switched off', async () => {
  await page.keyboard.press('F1');
  await page.getByRole('checkbox', { name: 'Single letters are shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press('h');
  expect(await page.getByRole('button', { name: 'Move the map' }).getAttribute('aria-pressed')).toBe('false');
});

test('the map is renamed in the bar, and the window with it', async () => {
  await page.getByRole('button', { name: /Menu$/ }).click();
  await page.getByRole('menuitem', { name: 'Rename the map' }).click();
  await page.keyboard.type('Northwind 2027');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Northwind 2027. Menu' }).waitFor();
  await until(
    () => page.title(),
    (title) => title.startsWith('Northwind 2027'),
  );
});
