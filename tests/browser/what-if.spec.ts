// Trying out without doing: taking away, what would help, and the words for every figure.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { canvas, settled, ties } from './canvas';
import { Desk, expectAccessible, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open({ template: 'sample' });
  page = await desk.page();
  await page.getByRole('treeitem').first().waitFor();
  await settled(page);
});
afterEach(() => desk.close());

const counter = () => page.getByRole('region', { name: 'What would be without it' });
const firstTeam = () => page.locator('.row.team').first();
const history = async () => {
  await page.getByRole('tab', { name: 'History' }).click();
  return page.locator('.history ol li').allTextContents();
};

describe('taking away', () => {
  test('a key holds a team away, and Escape brings it back; the map itself never changes', async () => {
    const undo = await page.getByRole('button', { name: /^Undo/ }).isDisabled();
    const revision = await canvas(page).getAttribute('data-revision');
    await firstTeam().click();
    await canvas(page).focus();
    await page.keyboard.press('x');
    await counter()
      .getByText(/routes? between other teams|Every route/)
      .waitFor();
    expect(await page.locator('.scene .card-box.gone').count()).toBe(1);
    expect(await page.locator('.marks .sign.gone').textContent()).toBe('away');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await until(
      () => counter().count(),
      (n) => n === 0,
    );
    expect(await page.locator('.scene .gone, .scene .cut, .marks .sign').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Undo/ }).isDisabled()).toBe(undo);
    expect(await canvas(page).getAttribute('data-revision')).toBe(revision);
  });

  test('several are away at once, and each comes back by itself', async () => {
    await firstTeam().click();
    await canvas(page).focus();
    await page.keyboard.press('x');
    await page.locator('.row.team').nth(3).click();
    await canvas(page).focus();
    await page.keyboard.press('x');
    await until(
      () => page.locator('.scene .card-box.gone').count(),
      (n) => n === 2,
    );
    await counter().locator('.chips button').first().click();
    await until(
      () => page.locator('.scene .card-box.gone').count(),
      (n) => n === 1,
    );
    await counter().getByRole('button', { name: 'Bring back' }).click();
    expect(await counter().count()).toBe(0);
  });

  test('a function and a dependency can be taken away from the details', async () => {
    await page.locator('.row.function').first().click();
    await page.getByRole('button', { name: /^Take .* away and see$/ }).click();
    await until(
      () => page.locator('.scene .room-box.gone').count(),
      (n) => n === 1,
    );
    await page.getByRole('button', { name: 'Bring back' }).click();
    await firstTeam().click();
    await page.locator('.inspector section button').first().click();
    await page.getByRole('button', { name: 'Take it away and see' }).click();
    await until(
      () => page.locator('.scene .tie-line.cut').count(),
      (n) => n > 0,
    );
  });

  test('a finding offers it, and cuts what it says', async () => {
    await page.getByRole('radio', { name: 'Bottlenecks' }).click();
    await page.getByRole('article').first().getByRole('button').first().click();
    await page
      .getByRole('article')
      .first()
      .getByRole('button', { name: /^Take .* away and see$/ })
      .click();
    await counter().waitFor();
    await until(
      () => page.locator('.scene .tie-line.cut').count(),
      (n) => n > 0,
    );
  });
});

describe('what would help', () => {
  async function lookForHelp(): Promise<void> {
    await page.getByRole('radio', { name: 'Bottlenecks' }).click();
    const finding = page.getByRole('article').first();
    await finding.getByRole('button').first().click();
    await finding.getByRole('button', { name: 'What would help' }).click();
    await page.getByRole('button', { name: 'Try it' }).first().waitFor();
  }

  test('trying draws a ghost, taking is one change that undo takes back', async () => {
    await lookForHelp();
    const before = await ties(page);
    await page.getByRole('button', { name: 'Try it' }).first().click();
    await page.locator('.marks .ghost-tie').waitFor({ state: 'attached' });
    await expectAccessible(page);
    expect(await ties(page)).toBe(before);
    await page.getByRole('button', { name: 'Take it' }).first().click();
    await until(
      () => page.locator('.marks .ghost-tie').count(),
      (n) => n === 0,
    );
    await canvas(page).focus();
    await page.keyboard.press('Control+z');
    await page.getByText(/^Undone/).waitFor();
    await page.keyboard.press('Escape');
    await until(
      async () => (await history()).filter((entry) => entry.includes('undone')).length,
      (n) => n === 1,
    );
  });
});

describe('the glossary', () => {
  test('has every figure with what it is here, and can be searched', async () => {
    await page.keyboard.press('F1');
    await page.getByRole('button', { name: 'What the figures mean' }).click();
    await page.getByText('Routes lost without it').waitFor();
    expect(await page.getByText(/^On this map:/).count()).toBeGreaterThan(5);
    await expectAccessible(page);
    await page.getByRole('searchbox').fill('betweenness');
    await until(
      () => page.locator('.terms dt').count(),
      (n) => n === 3,
    );
  });

  test('is behind the numbers of a finding', async () => {
    await page.getByRole('radio', { name: 'Bottlenecks' }).click();
    const finding = page.getByRole('article').first();
    await finding.getByRole('button').first().click();
    await finding.getByText('The numbers behind it').click();
    const figure = finding.locator('details li button').first();
    const name = await figure.textContent();
    await figure.click();
    await until(
      () => page.locator('.terms .chosen dt').textContent(),
      (chosen) => chosen === name,
    );
  });
});

test('in the dark it is accessible too', async () => {
  const dark = await desk.page({ dark: true });
  await dark.getByRole('treeitem').first().waitFor();
  await dark.locator('.row.team').first().click();
  await dark.getByRole('button', { name: /^Take .* away and see$/ }).click();
  await dark.locator('.marks .sign.gone').waitFor({ state: 'attached' });
  await expectAccessible(dark);
  await dark.context().close();
});

test('a kept version is compared with now: in words, in figures, and on the map as it lies', async () => {
  await page.keyboard.press('Control+h');
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep', exact: true }).click();
  const cards = await page.locator('.scene:not(.ghost) .card-box').count();
  const name = (await firstTeam().textContent())?.trim() ?? '';
  await firstTeam().click();
  await canvas(page).focus();
  await page.keyboard.press('Delete');
  await until(
    () => page.locator('.scene:not(.ghost) .card-box').count(),
    (n) => n === cards - 1,
  );
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: /^Compare .* with now$/ }).click();
  const comparison = page.getByRole('region', { name: /^Since / });
  await comparison.getByText('gone', { exact: true }).first().waitFor();
  expect(await comparison.textContent()).toContain(name);
  // What is gone lies where it lay, and says so.
  await until(
    () => page.locator('.scene:not(.ghost) .badge', { hasText: 'gone' }).count(),
    (n) => n === 1,
  );
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await comparison.getByRole('button', { name: 'Export this picture' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.png$/);
  await comparison.getByRole('button', { name: 'End comparing' }).click();
  await until(
    () => page.locator('.scene:not(.ghost) .card-box').count(),
    (n) => n === cards - 1,
  );
});
