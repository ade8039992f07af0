import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const module = (name: string): string => fileURLToPath(new URL(`node_modules/${name}`, import.meta.url));

// The whole app against the real desk in a real browser: one file after the other, each with its own desk.
export default defineConfig({
  // The tests lie beside those of the crates and use the UI's packages.
  resolve: {
    alias: {
      'playwright-core': module('playwright-core/index.mjs'),
      '@axe-core/playwright': module('@axe-core/playwright/dist/index.mjs'),
      vitest: module('vitest/dist/index.js'),
    },
  },
  server: { fs: { allow: ['..'] } },
  test: {
    dir: '../tests/browser',
    include: ['**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
