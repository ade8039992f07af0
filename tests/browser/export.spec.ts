// The map goes out: several files and lenses at once, seen before they are written.

import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Desk, expectAccessible, MOD } from './harness';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open({ template: 'sample' });
});
afterAll(() => desk.close());

async function opened(look: { dark?: boolean } = {}): Promise<Page> {
  const page = await desk.page(look);
  await page.getByRole('treeitem').first().waitFor();
  await page.keyboard.press(`${MOD}+e`);
  await page
    .getByRole('dialog')
    .getByRole('img', { name: /^Preview/ })
    .waitFor();
  return page;
}

test('two formats of two pictures are chosen by keyboard, seen, written, and remembered', async () => {
  const page = await opened();
  const dialog = page.getByRole('dialog');
  const preview = () => dialog.getByRole('img').getAttribute('src');
  const before = await preview();
  await dialog.getByRole('checkbox', { name: /^SVG/ }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('checkbox', { name: 'Silos' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('img', { name: 'Preview: Silos' }).waitFor();
  await expect.poll(preview).not.toBe(before);
  await dialog.getByRole('radio', { name: '4:3' }).click();
  await expectAccessible(page);

  const files: Download[] = [];
  page.on('download', (file) => files.push(file));
  await dialog.getByRole('button', { name: 'Export 2 files' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => files.length).toBe(3);
  expect(files.map((file) => file.suggestedFilename().replace(/^.*?([-.])/, '$1')).sort()).toEqual([
    '-map.svg',
    '-silos.svg',
    '.pptx',
  ]);
  for (const file of files) expect(statSync((await file.path()) ?? '').size).toBeGreaterThan(10_000);

  await page.keyboard.press(`${MOD}+e`);
  expect(await dialog.getByRole('checkbox', { name: /^SVG/ }).isChecked()).toBe(true);
  expect(await dialog.getByRole('radio', { name: '4:3' }).isChecked()).toBe(true);
  await page.context().close();
});

test('the picture is dragged out as PNG, and not taken in where it began', async () => {
  const page = await opened();
  const preview = page.getByRole('dialog').getByRole('img');
  await page.evaluate(() => {
    document.addEventListener('drop', ({ dataTransfer }) => {
      document.body.dataset['dropped'] = dataTransfer?.getData('text/html') ?? '';
    });
  });
  // The picture is made while the pointer is on it.
  await preview.hover();
  await page.waitForTimeout(1500);
  await preview.dragTo(page.getByRole('dialog').getByRole('heading').first());
  const dropped = await page.evaluate(() => document.body.dataset['dropped'] ?? '');
  const [, png] = /^<img src="data:image\/png;base64,([^"]+)" alt="">$/.exec(dropped) ?? [];
  const bytes = Buffer.from(png ?? '', 'base64');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(50_000);
  expect(await page.getByRole('dialog').count()).toBe(1);
  await page.context().close();
});

test('what is safe to share names nobody, and has to be asked for each time', async () => {
  const page = await opened();
  const dialog = page.getByRole('dialog');
  const first = (await page.getByRole('treeitem').first().textContent()) ?? '';
  await dialog.getByRole('checkbox', { name: /^PowerPoint/ }).uncheck();
  expect(await dialog.getByRole('button', { name: /^Export/ }).isDisabled()).toBe(true);
  await dialog.getByRole('checkbox', { name: /^Text/ }).check();
  await dialog.getByRole('switch', { name: /^Safe to share/ }).check();
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const text = readFileSync((await file.path()) ?? '', 'utf8');
  expect(text).toContain('Team 1');
  expect(first).toMatch(/Marketing/);
  expect(text).not.toMatch(/Marketing|Content|Brand/);
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press(`${MOD}+e`);
  expect(await dialog.getByRole('switch').isChecked()).toBe(false);
  await page.context().close();
});

test('a company’s own colours are in the preview and in the file', async () => {
  const page = await opened();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'High contrast' }).click();
  const named = join(mkdtempSync(join(tmpdir(), 'tiemap-')), 'acme.json');
  writeFileSync(named, '{ "ground": "#FFF4D6", "functions": ["#0B7285"] }');
  const chooser = page.waitForEvent('filechooser');
  const colours = dialog.getByRole('group', { name: 'Company colours' });
  await colours.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles(named);
  await colours.getByText('acme.json').waitFor();
  await dialog.getByRole('checkbox', { name: /^PowerPoint/ }).uncheck();
  await dialog.getByRole('checkbox', { name: /^SVG/ }).check();
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8').toUpperCase()).toContain('#FFF4D6');
  await page.context().close();
});

test('a company’s own font is in the preview and in the file, and a bad one is refused with the reason', async () => {
  const page = await opened();
  const dialog = page.getByRole('dialog');
  const folder = mkdtempSync(join(tmpdir(), 'tiemap-'));
  const [bad, good] = [join(folder, 'bad.ttf'), join(folder, 'Acme.ttf')];
  writeFileSync(bad, 'no font');
  copyFileSync(new URL('../../assets/fonts/Inter-Bold.ttf', import.meta.url), good);
  const fonts = dialog.getByRole('group', { name: 'Company font' });
  const choose = async (file: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await fonts.getByRole('button', { name: 'Choose its files' }).click();
    await (await chooser).setFiles(file);
  };
  await choose(bad);
  await dialog.getByText('is not a font that can be read').waitFor();
  await choose(good);
  await fonts.getByText('Acme.ttf').waitFor();
  await dialog.getByRole('img').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: /^PowerPoint/ }).uncheck();
  await dialog.getByRole('checkbox', { name: /^SVG/ }).check();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  expect(readFileSync(await file.path(), 'utf8')).toContain("@font-face{font-family:'Inter'");
  await page.context().close();
});

test('slides go out on a company template, and a report as a document', async () => {
  const page = await opened();
  const dialog = page.getByRole('dialog');
  // A deck of ours is a template like any other.
  const [plain] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const named = join(mkdtempSync(join(tmpdir(), 'tiemap-')), 'acme.pptx');
  copyFileSync(await plain.path(), named);
  await dialog.waitFor({ state: 'detached' });

  await page.keyboard.press(`${MOD}+e`);
  const chooser = page.waitForEvent('filechooser');
  const templates = dialog.getByRole('group', { name: 'Company template' });
  await templates.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles(named);
  await templates.getByText('acme.pptx').waitFor();
  await dialog.getByRole('checkbox', { name: /^Report as PDF/ }).check();
  await dialog.getByRole('combobox', { name: 'PDF page' }).selectOption('Another size');
  await dialog.getByRole('textbox', { name: /millimetres/ }).fill('9x9');
  expect(await dialog.getByRole('button', { name: /^Export/ }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: /millimetres/ }).fill('420 x 300');
  await expectAccessible(page);
  const files: Download[] = [];
  page.on('download', (file) => files.push(file));
  await dialog.getByRole('button', { name: 'Export 2 files' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => files.length).toBe(2);
  const kinds = files.map((file) => file.suggestedFilename().replace(/^.*\./, '')).sort();
  expect(kinds).toEqual(['pdf', 'pptx']);
  for (const file of files) expect(statSync((await file.path()) ?? '').size).toBeGreaterThan(10_000);
  await page.context().close();
});
