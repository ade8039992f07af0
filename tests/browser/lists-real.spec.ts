// The lists of real organisations come in through the assistant, as a person would bring them in.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, MOD, until } from './harness';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
/** The rows of each list, counted as they lie there. */
const rows = (folder: string, list: string): number =>
  readFileSync(join(DATA, folder, list), 'utf8')
    .trim()
    .split('\n').length - 1;

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open();
  page = await desk.page();
});
afterEach(() => desk.close());

for (const folder of [
  'aucs',
  'dhhs',
  'email_eu_core',
  'karate',
  'krackhardt',
  'lazega',
  'sourcegraph_handbook',
  'sourcegraph_people',
]) {
  test.skipIf(!existsSync(DATA))(`${folder} comes in whole`, async () => {
    await page.keyboard.press(`${MOD}+i`);
    const dialog = page.getByRole('dialog');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose files' }).click();
    await (await chooser).setFiles(['teams.csv', 'ties.csv'].map((list) => join(DATA, folder, list)));
    await dialog.getByRole('heading', { name: /^teams\.csv: teams, / }).waitFor();
    await dialog.getByRole('heading', { name: /^ties\.csv: dependencies, / }).waitFor();
    await dialog.getByRole('button', { name: 'Next' }).click();
    expect(await dialog.getByText('cannot be brought in').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Bring in' }).click();
    await dialog.waitFor({ state: 'detached' });
    const teams = rows(folder, 'teams.csv').toLocaleString('en');
    await until(
      () => page.locator('body').innerText(),
      (text) => text.includes(`${teams} teams in`),
    );
  });
}
