// What comes in and goes out: CSV files, pasted lists, exports.

import { readFileSync } from 'node:fs';

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, MOD, expectAccessible, row, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open();
  page = await desk.page();
});
afterEach(() => desk.close());

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\r\n')),
});
const TEAMS = csv('teams.csv', ['name;function;people', 'Content;Marketing;5', 'Field sales;Sales;14']);
const TIES = csv('ties.csv', ['from,to,what', 'Content,Field sales,sales decks', 'Content,Content,nothing']);

async function chooseFiles(...files: ReturnType<typeof csv>[]): Promise<void> {
  await page.keyboard.press(`${MOD}+i`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files', exact: true }).click();
  await (await chooser).setFiles(files);
  await page.getByRole('button', { name: /How they are read/, disabled: false }).waitFor();
}

// Behind the dialog the outline of an empty map is a tree without rows.
const EMPTY_OUTLINE = ['aria-required-children'];
const dialog = () => page.getByRole('dialog');
const next = () => dialog().getByRole('button', { name: 'Next' }).click();
const bringIn = () => dialog().getByRole('button', { name: 'Bring in' });

async function bringInFiles(...files: ReturnType<typeof csv>[]): Promise<void> {
  await chooseFiles(...files);
  await next();
  await bringIn().click();
  await dialog().waitFor({ state: 'detached' });
}

test('lists are looked at, put right and brought in as one change', async () => {
  await chooseFiles(TEAMS, TIES);
  await dialog().getByRole('heading', { name: 'ties.csv: dependencies, 2 rows' }).waitFor();
  await dialog().getByRole('radio', { name: 'Content relies on Field sales' }).waitFor();
  await expectAccessible(page, EMPTY_OUTLINE);
  await next();

  await dialog().getByText('1 row cannot be brought in').waitFor();
  const refused = dialog().getByRole('row').filter({ hasText: 'ties.csv' });
  expect(await refused.getByRole('cell').nth(1).textContent()).toBe('3');
  expect(await bringIn().isDisabled()).toBe(true);
  await dialog()
    .getByRole('checkbox', { name: /Leave out rows/ })
    .check();
  await expectAccessible(page, EMPTY_OUTLINE);
  await bringIn().click();
  await row(page, 'Content').click();
  await page.getByRole('heading', { name: 'Hands over to' }).waitFor();
  await page.getByText('2 teams in 2 functions').waitFor();

  await page.getByRole('button', { name: /^Undo: / }).click();
  await page.getByText('0 teams in 0 functions').waitFor();
});

test('the same lists again double nothing', async () => {
  await bringInFiles(TEAMS);
  await row(page, 'Content').waitFor();
  await chooseFiles(TEAMS);
  await next();
  await dialog().getByText('The map has all of this already.').waitFor();
  const counts = dialog().getByRole('row', { name: /Teams/ });
  expect(await counts.getByRole('cell').allTextContents()).toEqual(['0', '0', '2']);
  expect(await bringIn().isDisabled()).toBe(true);
});

test('of a newer list one takes what one wants', async () => {
  await bringInFiles(TEAMS);
  await row(page, 'Content').waitFor();
  await chooseFiles(
    csv('teams.csv', ['name;function;people', 'Content;Marketing;9', 'Web;Digital;3', 'Counsel;Legal;2']),
  );
  await next();
  await dialog().getByText('One by one: 2 teams new').click();
  await dialog().getByRole('checkbox', { name: 'Web', exact: true }).uncheck();
  await dialog().getByText('One by one: 1 team changed').click();
  await dialog().getByText('People: 5 \u2192 9').waitFor();
  await dialog().getByRole('checkbox', { name: '1 team changed' }).uncheck();
  const gone = dialog().getByRole('checkbox', {
    name: '1 team on the map, but not in the list',
  });
  expect(await gone.isChecked()).toBe(false);
  await gone.check();
  await expectAccessible(page);
  await bringIn().click();
  await row(page, 'Counsel').waitFor();
  await row(page, 'Field sales').waitFor({ state: 'detached' });
  expect(await row(page, 'Web').count()).toBe(0);
  await page.getByRole('button', { name: /^Undo: / }).click();
  await row(page, 'Field sales').waitFor();
});

test('columns that nobody knows are mapped by hand, and so from then on', async () => {
  const list = csv('squads.csv', ['Truppe,Dach', 'Brand,Marketing', 'Content,Marketing']);
  await chooseFiles(list);
  await dialog().getByText('What do its columns hold?').waitFor();
  await dialog().getByRole('combobox', { name: 'What Truppe holds' }).selectOption('Team');
  await dialog().getByRole('heading', { name: 'squads.csv: teams, 2 rows' }).waitFor();
  await dialog().getByRole('combobox', { name: 'What Dach holds' }).selectOption('Function');
  await dialog().getByText('Put right by hand').waitFor();
  await page.keyboard.press('Escape');
  await chooseFiles({ ...list, name: 'later.csv' });
  await dialog().getByRole('heading', { name: 'later.csv: teams, 2 rows' }).waitFor();
  await next();
  await bringIn().click();
  await page.getByText('2 teams in 1 function').waitFor();
});

test('letters that came in wrong are put right', async () => {
  const list = {
    ...csv('teams.csv', []),
    buffer: Buffer.from('name;function\nGr\xf6\xdfe;B\xfcro\n', 'latin1'),
  };
  await chooseFiles(list);
  await dialog().getByRole('combobox', { name: 'Letters' }).selectOption('windows-1251');
  await dialog().getByRole('cell', { name: 'Gr\u0446\u042fe' }).waitFor();
  await dialog().getByRole('combobox', { name: 'Letters' }).selectOption('windows-1252');
  await dialog().getByRole('cell', { name: 'Gr\u00f6\u00dfe' }).waitFor();
});

test('a list from the clipboard is shown before it comes in', async () => {
  await page.locator('[data-canvas]').focus();
  await page.evaluate(() => navigator.clipboard.writeText('Brand\nContent\nDemand gen'));
  await page.keyboard.press(`${MOD}+v`);
  await page.getByRole('dialog').getByText('Demand gen').waitFor();
  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  await row(page, 'Demand gen').waitFor();
  await page.getByRole('heading', { name: '3 teams' }).waitFor();
});

test('a copied selection comes back as a duplicate, and as text elsewhere', async () => {
  await bringInFiles(TEAMS);
  await row(page, 'Content').click();
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press(`${MOD}+c`);
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Content');
  await page.keyboard.press(`${MOD}+v`);
  await page.getByText('3 teams in 2 functions').waitFor();
});

/** Opens the export and leaves only this format ticked. */
async function chooseFormat(format: string): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: new RegExp(`^${format}`) }).check();
  for (const other of await dialog.getByRole('checkbox', { name: /^PowerPoint/ }).all())
    await other.uncheck();
}

for (const [format, starts] of [
  ['PNG', '\u0089PNG'],
  ['PDF', '%PDF-'],
  ['SVG', '<svg'],
  ['Text', ''],
] as const) {
  test(`the map leaves as ${format}`, async () => {
    await bringInFiles(TEAMS);
    await row(page, 'Content').waitFor();
    await chooseFormat(format);
    const download = page.waitForEvent('download');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Export/ })
      .click();
    const bytes = readFileSync(await (await download).path());
    expect(bytes.length).toBeGreaterThan(10);
    expect(bytes.toString('latin1')).toContain(starts);
    if (format !== 'PNG' && format !== 'PDF') expect(bytes.toString('utf8')).toContain('Content');
  });
}

test('both tables leave as CSV', async () => {
  await chooseFiles(TEAMS, TIES);
  await next();
  await page.getByRole('checkbox', { name: /Leave out rows/ }).check();
  await bringIn().click();
  await row(page, 'Content').waitFor();
  const names: string[] = [];
  page.on('download', (download) => names.push(download.suggestedFilename()));
  await chooseFormat('CSV');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Export/ })
    .click();
  await until(
    () => names.length,
    (n) => n === 2,
  );
});

test('the picture goes to the clipboard', async () => {
  await bringInFiles(TEAMS);
  await row(page, 'Content').waitFor();
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press('Alt+Shift+c');
  await page.getByText('The picture is on the clipboard').waitFor();
  const types = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap((item) => item.types),
  );
  expect(types).toContain('image/png');
  // A drawing program takes it as text.
  await page.keyboard.press(`${MOD}+k`);
  await page.keyboard.type('copy as svg');
  await page.keyboard.press('Enter');
  await page.getByText('for a drawing program to paste').waitFor();
  const svg = await page.evaluate(() => navigator.clipboard.readText());
  expect(svg).toMatch(/^<svg .*Content.*<\/svg>\s*$/s);
});
