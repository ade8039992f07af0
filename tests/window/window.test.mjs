// The app in its real window: draw, undo, close, reopen, export.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Window, app, root, scratch, until } from './driver.mjs';

const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
const tiemap = (...args) => execFileSync(path.join(target, 'debug/tiemap'), args, { encoding: 'utf8' });

let place;
before(async () => {
  place = await scratch();
});
after(() => place.remove());

/** The app with these arguments; closed with the test, however it ends. */
const open = async (t, ...args) => {
  const window = await Window.open(place.folder, ...args);
  t.after(() => window.close());
  return window;
};

/** What is written on the cards in sight; the parts of a card follow its edge. */
const cards = (window) =>
  window.run(() => {
    const all = [];
    for (const part of document.querySelectorAll('.card')) {
      if (part.matches('.card-box')) all.push('');
      else all[all.length - 1] += part.textContent;
    }
    return all;
  });

const isThere = async (window, name) => (await cards(window)).some((card) => card.includes(name));

/** A point on empty ground, by shares of the canvas. */
const ground = (window, across, down) =>
  window.run(
    (x, y) => {
      const { left, top, width, height } = document.querySelector('[data-canvas]').getBoundingClientRect();
      return [left + width * x, top + height * y];
    },
    across,
    down,
  );

test('what is drawn is in the file, can be undone, and is there after closing and opening again', async (t) => {
  const map = path.join(place.folder, 'Drawn.tiemap');
  tiemap('new', map);
  let window = await open(t, map);
  await window.find('[data-canvas]');
  await window.doubleClick(await ground(window, 0.4, 0.4));
  await window.find('[data-canvas] input');
  await window.type('Brand', ['Enter']);
  await until('the card', () => isThere(window, 'Brand'));
  await window.doubleClick(await ground(window, 0.7, 0.7));
  await window.find('[data-canvas] input');
  await window.type('Content', ['Enter']);
  await until('the second card', () => isThere(window, 'Content'));
  await window.type(['Control', 'z']);
  await until('the undo', async () => !(await isThere(window, 'Content')));
  await window.close();

  const written = tiemap('export', map, '--to', path.join(place.folder, 'drawn.txt'));
  assert.ok(written !== undefined);
  assert.match(await readFile(path.join(place.folder, 'drawn.txt'), 'utf8'), /^Brand$/m);

  window = await open(t, map);
  await until('the card again', () => isThere(window, 'Brand'));
  await window.click('[data-canvas]');
  await window.type(['Control', 'Shift', 'z']);
  await until('the redo after a restart', () => isThere(window, 'Content'));
  await window.close();
  assert.match(tiemap('check', map), /./);
});

test('the sample opens with its picture, and the lenses find something on it', async (t) => {
  const map = path.join(place.folder, 'Sample.tiemap');
  tiemap('new', map, '--template', 'sample');
  const window = await open(t, map);
  await until('the cards', async () => (await cards(window)).length > 15);
  const title = await window.ask('GET', `${window.session}/title`);
  assert.ok(title.length > 0);
  // The text is painted as wide as it was measured: hinting must not round it.
  const off = await window.run(() => {
    const texts = [...document.querySelectorAll('text.card')];
    return Math.max(...texts.map((text) => Math.abs(text.getComputedTextLength() - text.getBBox().width)));
  });
  assert.ok(off < 1, `widths differ by ${off}`);
  await window.close();
});

test('a map goes out of the window as a PDF with its words', async (t) => {
  const map = path.join(place.folder, 'Out.tiemap');
  tiemap('new', map, '--template', 'sample');
  const window = await open(t, map);
  await until('the cards', async () => (await cards(window)).length > 15);
  await window.click('[data-canvas]');
  await window.type(['Control', 'e']);
  await until('the picture in the dialog', () => window.run(() => document.querySelector('[role=dialog] img, dialog img')?.naturalWidth > 0));
  const room = await window.run(() => document.querySelector('[role=dialog] [role=group]').clientHeight);
  assert.ok(room > 300, `there is a dialog, and ${room} px of it can be seen`);
  await window.type(['Escape']);
  // The system's own dialog cannot be driven from here; what follows it is the same call with the path it gave.
  const pdf = path.join(place.folder, 'Out.pdf');
  const ask = { call: 1_000_000, request: { name: 'export', with: { format: 'pdf', path: pdf, lenses: ['map', 'bottlenecks'] } } };
  const { files } = await window.run((asked) => globalThis.__TAURI_INTERNALS__.invoke('call', asked), ask);
  assert.equal(files.length, 1);
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  assert.match(text, /Marketing ops/);
  await window.close();
});

test('a file that is not a map is refused in words', async (t) => {
  const file = path.join(place.folder, 'Not a map.tiemap');
  await import('node:fs/promises').then((fs) => fs.writeFile(file, 'hello'));
  const window = await open(t, file);
  const said = await until('the refusal', () => window.run(() => document.querySelector('[role=alert], [role=status], [role=dialog]')?.textContent));
  assert.match(said, /map/i);
  await window.close();
  assert.equal(await readFile(file, 'utf8'), 'hello');
});

test('started while the one before it goes away unanswering, it becomes the app itself', async (t) => {
  const map = path.join(place.folder, 'Again.tiemap');
  tiemap('new', map, '--template', 'sample');
  const first = spawn(app, [map], { env: { ...process.env, TIEMAP_DATA_DIR: path.join(place.folder, 'data') } });
  t.after(() => first.kill('SIGKILL'));
  const bus = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames'];
  await until('the first to be known', () => execFileSync('dbus-send', bus, { encoding: 'utf8' }).includes('SingleInstance'));
  first.kill('SIGSTOP');
  const second = open(t, map);
  await new Promise((later) => setTimeout(later, 2000));
  first.kill('SIGKILL');
  const window = await second;
  await until('the cards', async () => (await cards(window)).length > 15);
  await window.close();
});
