import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { Desk, until } from './harness';

const DIST = resolve(import.meta.dirname, '../../ui/dist');

test('the app is small: under 350 kB gzipped, fonts aside', () => {
  expect(existsSync(DIST), 'npm run build comes first').toBe(true);
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css|html)$/.test(name),
  );
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(DIST, name))).length, 0);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(350_000);
});

test('the start page offers a sample, a blank map, and typical handovers to tick', async () => {
  const desk = await Desk.open();
  const page = await desk.startPage();
  const templates = page.getByRole('region', { name: 'Start a map' }).getByRole('button');
  expect(await templates.count()).toBe(3);
  await templates.filter({ hasText: 'neighbours' }).click();

  const boxes = page.getByRole('checkbox');
  await boxes.first().waitFor();
  const groups = await page.getByRole('group').count();
  expect((await boxes.count()) - groups).toBeGreaterThanOrEqual(40);
  const make = page.getByRole('button', { name: /^Make the map/ });
  const before = await make.textContent();
  await page.getByRole('group').first().getByRole('checkbox', { checked: true }).last().uncheck();
  await until(
    () => make.textContent(),
    (after) => after !== before,
  );
  await desk.close();
});

test('a blank map says how to begin', async () => {
  const desk = await Desk.open();
  const page = await desk.page();
  await page.getByRole('heading', { name: 'A blank map' }).waitFor();
  await page.getByRole('button', { name: 'Add a team', exact: true }).last().click();
  await page.keyboard.type('Content');
  await page.keyboard.press('Enter');
  await page.getByRole('treeitem', { name: 'Content' }).waitFor();
  expect(await page.getByRole('heading', { name: 'A blank map' }).count()).toBe(0);
  await desk.close();
});
