// Working on the map with mouse, keyboard and fingers, as tests do it.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { edge, until } from './harness';

/** A place on the page. */
export interface Spot {
  x: number;
  y: number;
}

/** Lists of teams ("Marketing: Brand, Content") and dependencies ("Brand -> Content: guidelines") as files. */
export function lists(teams: string[], dependencies: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tiemap-lists-'));
  const rows = teams.flatMap((line) => {
    const [fn = '', names = ''] = line.split(': ');
    return names.split(', ').map((name) => `${name},${fn}`);
  });
  const ties = dependencies.map((line) => {
    const [, provider, receiver, what] = /^(.*) -> (.*): (.*)$/.exec(line) ?? [];
    return `${provider ?? ''},${receiver ?? ''},${what ?? ''}`;
  });
  const files = [join(folder, 'teams.csv'), join(folder, 'dependencies.csv')] as const;
  writeFileSync(files[0], ['name,function', ...rows].join('\n'));
  writeFileSync(files[1], ['provider,receiver,what', ...ties].join('\n'));
  return ties.length > 0 ? [...files] : [files[0]];
}

/** The map on the page. */
export const canvas = (page: Page) => page.locator('[data-canvas]');

/** How often the scene was painted. */
export const paints = async (page: Page): Promise<number> =>
  Number(await canvas(page).getAttribute('data-paints'));

/** Waits until the map shows everything that is known. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[data-canvas][data-settled="true"]').waitFor();
}

/** Where a card is on the page. */
export async function boxOf(
  page: Page,
  name: string,
): Promise<{ x: number; y: number; w: number; h: number }> {
  // While it is being moved, the card itself is hidden.
  const box = await until(
    () => edge(page, name).boundingBox(),
    (found) => found !== null,
  );
  if (!box) throw new Error(`${name} is not on the map.`);
  return { x: box.x, y: box.y, w: box.width, h: box.height };
}

/** The middle of a card. */
export async function middleOf(page: Page, name: string): Promise<Spot> {
  const { x, y, w, h } = await boxOf(page, name);
  return { x: x + w / 2, y: y + h / 2 };
}

/** Drags with the mouse, in several steps as a hand does. */
export async function drag(page: Page, from: Spot, to: Spot, hold: string[] = []): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const key of hold) await page.keyboard.down(key);
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  for (const key of hold) await page.keyboard.up(key);
}

/** The middle of the map's empty ground. */
export async function middle(page: Page): Promise<Spot> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('There is no map.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The names on the cards, sorted. */
export async function names(page: Page): Promise<string[]> {
  const found = await page
    .locator('[data-canvas] .scene:not(.ghost) :is(.card-box, .card-name)')
    .evaluateAll((parts) => parts.map((part) => (part.matches('.card-box') ? '\n' : part.textContent)));
  const names = found.join(' ').split('\n').slice(1);
  return names.map((name) => name.trim()).sort();
}

/** Waits until exactly these cards are there. */
export const expectNames = (page: Page, wanted: string[]): Promise<string[]> =>
  until(
    () => names(page),
    (found) => found.join('|') === [...wanted].sort().join('|'),
  );

/** How many dependencies are drawn. */
export const ties = (page: Page): Promise<number> =>
  page.locator('[data-canvas] .scene:not(.ghost) .tie-line').count();

/** What is selected, as the overlay shows it. */
export const chosen = (page: Page): Promise<number> =>
  page.locator('.overlay .selection .chosen:not(.halo)').count();
