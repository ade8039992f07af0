// The house rules that no compiler checks.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { expect, test } from 'vitest';

const ROOT = import.meta.dirname;

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('backend/protocol/'))
  .map((name) => join(ROOT, name));

/** What a file imports at run time, as paths; types weigh nothing. */
function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found: string[] = [];
  for (const [, types, where] of text.matchAll(
    /^\s*(?:import|export)\s(type\s)?[^;'"]*?['"](\.[^'"]+)['"]/gm,
  )) {
    if (types || !where) continue;
    const path = resolve(dirname(file), where);
    const hit = [path, `${path}.ts`, join(path, 'index.ts')].find((candidate) => files.includes(candidate));
    if (hit) found.push(hit);
  }
  return found;
}

const graph = new Map(files.map((file) => [file, imports(file)]));

test('the imports are read', () => {
  expect(graph.get(join(ROOT, 'main.ts'))).toContain(join(ROOT, 'App.svelte'));
});

test('no file imports itself through others', () => {
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) throw new Error([...path.slice(at), file].map((one) => relative(ROOT, one)).join(' -> '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
});

test('only backend/tauri.ts knows the shell', () => {
  const know = files.filter(
    (file) => !file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('@tauri-apps/'),
  );
  expect(know.map((file) => relative(ROOT, file))).toEqual(['backend/tauri.ts']);
});

test('no file is longer than 600 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 600);
  expect(long.map((file) => relative(ROOT, file))).toEqual([]);
});
