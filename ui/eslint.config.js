import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

const noTauri = {
  group: ['@tauri-apps/*'],
  message: 'Only backend/tauri.ts knows the desktop shell; use the backend.',
};

export default ts.config(
  { ignores: ['dist', 'src/backend/protocol'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-imports': ['error', { patterns: [noTauri] }],
      'no-console': 'error',
      eqeqeq: 'error',
      // A Set or Map held in a rune is replaced, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    // Kernels are arithmetic: data in, plan out.
    files: ['src/canvas/kernels/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            noTauri,
            {
              regex: '^(?!\\./|\\.\\./geometry|.*/backend/protocol/).*$',
              message: 'A kernel knows geometry and types only.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'window', 'document', 'navigator'],
    },
  },
);
