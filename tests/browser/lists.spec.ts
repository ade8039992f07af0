// What comes in and goes out: CSV files, pasted lists, exports.

import { readFileSync } from 'node:fs';

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, MOD, row, until } from './harness';

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
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(files);
}

test('lists are looked at, put right and brought in as one change', async () => {
  await chooseFiles(TEAMS, TIES);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 row cannot be brought in').waitFor();
  const refused = dialog.getByRole('row').filter({ hasText: 'ties.csv' });
  expect(await refused.getByRole('cell').nth(1).textContent()).toBe('3');
  const bringIn = dialog.getByRole('button', { name: 'Bring in' });
  expect(await bringIn.isDisabled()).toBe(true);

  await dialog.getByRole('radio', { name: 'Content relies on Field sales' }).waitFor();
  await dialog.getByRole('checkbox', { name: /Leave out rows/ }).check();
  await bringIn.click();
  await row(page, 'Content').click();
  await page.getByRole('heading', { name: 'Hands over to' }).waitFor();
  await page.getByText('2 teams in 2 functions').waitFor();

  await page.getByRole('button', { name: /^Undo: / }).click();
  await page.getByText('0 teams in 0 functions').waitFor();
});

test('the same lists again double nothing', async () => {
  await chooseFiles(TEAMS);
  const bringIn = page.getByRole('dialog').getByRole('button', { name: 'Bring in' });
  await bringIn.click();
  await row(page, 'Content').waitFor();
  await chooseFiles(TEAMS);
  const counts = page.getByRole('dialog').getByRole('row', { name: /Teams/ });
  await counts.waitFor();
  expect(await counts.getByRole('cell').allTextContents()).toEqual(['0', '0', '2']);
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
  await chooseFiles(TEAMS);
  await page.getByRole('dialog').getByRole('button', { name: 'Bring in' }).click();
  await row(page, 'Content').click();
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press(`${MOD}+c`);
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Content');
  await page.keyboard.press(`${MOD}+v`);
  await page.getByText('3 teams in 2 functions').waitFor();
});

for (const [format, starts] of [
  ['PNG', '\u0089PNG'],
  ['PDF', '%PDF-'],
  ['SVG', '<svg'],
  ['Text', ''],
] as const) {
  test(`the map leaves as ${format}`, async () => {
    await chooseFiles(TEAMS);
    await page.getByRole('dialog').getByRole('button', { name: 'Bring in' }).click();
    await row(page, 'Content').waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('radio', { name: new RegExp(`^${format}`) }).check({ force: true });
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const bytes = readFileSync(await (await download).path());
    expect(bytes.length).toBeGreaterThan(10);
    expect(bytes.toString('latin1')).toContain(starts);
    if (format !== 'PNG' && format !== 'PDF') expect(bytes.toString('utf8')).toContain('Content');
  });
}

test('both tables leave as CSV', async () => {
  await chooseFiles(TEAMS, TIES);
  await page.getByRole('checkbox', { name: /Leave out rows/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Bring in' }).click();
  await row(page, 'Content').waitFor();
  const names: string[] = [];
  page.on('download', (download) => names.push(download.suggestedFilename()));
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: /^CSV/ }).check({ force: true });
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  await until(
    () => names.length,
    (n) => n === 2,
  );
});

test('the picture goes to the clipboard', async () => {
  await chooseFiles(TEAMS);
  await page.getByRole('dialog').getByRole('button', { name: 'Bring in' }).click();
  await row(page, 'Content').waitFor();
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press('Alt+Shift+c');
  await page.getByText('The picture is on the clipboard').waitFor();
  const types = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap((item) => item.types),
  );
  expect(types).toContain('image/png');
});
