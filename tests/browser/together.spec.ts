// Two windows on one map.

import { afterEach, test } from 'vitest';

import { Desk, row, until } from './harness';

let desk: Desk;
afterEach(() => desk.close());

test('two windows see each other’s changes at once, and either can undo', async () => {
  desk = await Desk.open({ template: 'sample' });
  const [ana, ben] = [await desk.page(), await desk.page()];
  const team = (await ana.locator('.row.team .name').first().textContent()) ?? '';
  await row(ana, team).click();
  await ana.getByRole('textbox', { name: 'Name', exact: true }).fill('Seen by both');
  await ana.keyboard.press('Enter');
  await row(ben, 'Seen by both').waitFor();
  await until(
    () => ben.locator('.scene .card-name').allTextContents(),
    (names) => names.join(' ').includes('Seen by'),
  );
  await ben.getByRole('button', { name: /^Undo/ }).click();
  await row(ana, team).waitFor();
});
