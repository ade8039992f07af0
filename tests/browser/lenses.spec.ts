// Lenses on a map whose trouble is known, and findings that light up.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';

import { Desk, until } from './harness';

let desk: Desk;
let page: Page;

beforeEach(async () => {
  desk = await Desk.open({ template: 'sample' });
  page = await desk.page();
});
afterEach(() => desk.close());

const findings = () => page.getByRole('article');

for (const lens of ['Silos', 'Bottlenecks']) {
  test(`${lens}: findings come as sentences, and a click lights the evidence up`, async () => {
    await page.getByRole('radio', { name: lens }).click();
    await findings().first().waitFor();
    const first = findings().first();
    expect((await first.locator('strong').textContent())?.length).toBeGreaterThan(15);
    await first.getByRole('button').first().click();
    await first.getByText('Ask the room').waitFor();
    // What is not evidence steps back.
    await until(
      () => page.locator('.scene .lit').count(),
      (n) => n > 0,
    );
    for (const part of ['.card-box', '.tie-line']) {
      const lit = await page.locator(`.scene ${part}.lit`).count();
      expect(await page.locator(`.scene ${part}`).count(), part).toBeGreaterThan(lit);
    }
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('Escape');
    await until(
      () => page.locator('.scene .lit').count(),
      (n) => n === 0,
    );
  });
}

test('what shows a finding can be selected', async () => {
  await page.getByRole('radio', { name: 'Bottlenecks' }).click();
  await findings().first().getByRole('button').first().click();
  await page.getByRole('button', { name: 'Select what shows it' }).click();
  await page.getByRole('tab', { name: 'Details' }).click();
  expect(await page.locator('.inspector h2').textContent()).not.toBe('');
});

test('a reading follows the map', async () => {
  await page.getByRole('radio', { name: 'Bottlenecks' }).click();
  await findings().first().waitFor();
  const before = await page.locator('.findings').textContent();
  await page.locator('[data-canvas]').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await until(
    () => page.locator('.findings').textContent(),
    (after) => after !== before,
  );
  await until(
    () => findings().count(),
    (n) => n === 0,
  );
});
