// Every view asked by axe, in light, in dark, and for eyes that need more.

import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, expectAccessible, MOD } from './harness';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open({ template: 'sample' });
});
afterAll(() => desk.close());

const VIEWS: [string, (page: Page) => Promise<unknown>][] = [
  ['the map', (page) => page.getByRole('treeitem').first().waitFor()],
  [
    'a team',
    async (page) => {
      await page.locator('.row.team').first().click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
    },
  ],
  [
    'a function',
    async (page) => {
      await page.locator('.row.function').first().click();
      await page.getByRole('radiogroup', { name: 'Colour' }).waitFor();
    },
  ],
  [
    'a dependency',
    async (page) => {
      await page.locator('.row.team').first().click();
      await page.locator('.inspector section button').first().click();
      await page.getByRole('textbox', { name: 'What is handed over' }).waitFor();
    },
  ],
  [
    'findings',
    async (page) => {
      await page.getByRole('radio', { name: 'Bottlenecks' }).click();
      await page.getByRole('article').first().getByRole('button').first().click();
    },
  ],
  [
    'the history',
    async (page) => {
      await page.getByRole('tab', { name: 'History' }).click();
      await page.locator('.history').waitFor();
    },
  ],
  ['the palette', (page) => open(page, `${MOD}+k`)],
  ['help', (page) => open(page, 'F1')],
  ['the export', (page) => open(page, `${MOD}+e`)],
  ['the import', (page) => open(page, `${MOD}+i`)],
  [
    'the menu',
    async (page) => {
      await page.getByRole('button', { name: /Menu$/ }).click();
      await page.getByRole('menuitem').first().waitFor();
    },
  ],
];

async function open(page: Page, keys: string): Promise<void> {
  await page.keyboard.press(keys);
  await page.getByRole('dialog').waitFor();
}

describe.each([
  ['light', {}],
  ['dark', { dark: true }],
  ['high contrast', { contrast: true }],
] as const)('in %s', (_, look) => {
  let page: Page;
  beforeAll(async () => {
    page = await desk.page(look);
    await page.getByRole('treeitem').first().waitFor();
  });

  test.each(VIEWS)('%s is accessible', async (name, show) => {
    await show(page);
    // A menu floats outside of all landmarks, where the keyboard finds it all the same.
    try {
      await expectAccessible(page, name === 'the menu' ? ['region'] : []);
    } finally {
      await page.keyboard.press('Escape');
    }
  });

  test('the start page is accessible', async () => {
    const start = await desk.startPage(look);
    await expectAccessible(start);
    await start.getByRole('button', { name: /neighbours/ }).click();
    await start.getByRole('checkbox').first().waitFor();
    await expectAccessible(start);
    await start.context().close();
  });
});
