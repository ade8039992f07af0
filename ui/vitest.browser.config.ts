import { defineConfig } from 'vitest/config';

// The whole app against the real desk in a real browser: one file after the other, each with its own desk.
export default defineConfig({
  server: { fs: { allow: ['..'] } },
  test: {
    include: ['../tests/browser/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
