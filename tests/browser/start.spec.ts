import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

const DIST = resolve(import.meta.dirname, '../../ui/dist');

test('the app is small: under 350 kB gzipped, fonts aside', () => {
  expect(existsSync(DIST), 'npm run build comes first').toBe(true);
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|html)$/.test(name));
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(DIST, name))).length, 0);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(350_000);
});
