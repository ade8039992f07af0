import { describe, expect, test } from 'vitest';

import { words } from '../words';
import { COMMANDS } from './index';
import { isBare, matches, shownKeys, type Press } from './keys';

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('the list of commands', () => {
  test('no two commands share a key', () => {
    const keys = COMMANDS.flatMap((command) => (command.keys ?? []).map((key) => key));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('every name has its command and every command its name', () => {
    expect(COMMANDS.map((one) => one.id).sort()).toEqual(Object.keys(words.commands.titles).sort());
  });

  test('no command hangs on a sign that some keyboards lack', () => {
    const only = COMMANDS.filter((one) => one.keys?.length === 1 && /[[\]\\/`]$/.test(one.keys[0] ?? ''));
    expect(only).toEqual([]);
  });
});

describe('a key press', () => {
  test('means a letter wherever it lies on the keyboard', () => {
    // On a French keyboard Z lies where W is on an English one.
    expect(matches('Mod+Z', press('z', 'KeyW', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+W', press('z', 'KeyW', { ctrlKey: true }), false)).toBe(false);
  });

  test('means its place where the alphabet has no such letter', () => {
    expect(matches('Mod+Z', press('я', 'KeyZ', { ctrlKey: true }), false)).toBe(true);
  });

  test('means a digit whatever sign Shift gives it', () => {
    expect(matches('Shift+1', press('!', 'Digit1', { shiftKey: true }), false)).toBe(true);
    expect(matches('Shift+1', press('1', 'Digit1'), false)).toBe(false);
  });

  test('means plus with or without Shift', () => {
    expect(matches('Mod+Plus', press('=', 'Equal', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Plus', press('+', 'Equal', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  });

  test('needs exactly the modifiers that are asked', () => {
    expect(matches('Mod+Z', press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matches('V', press('v', 'KeyV', { ctrlKey: true }), false)).toBe(false);
    expect(matches('Mod+Z', press('z', 'KeyZ', { metaKey: true }), true)).toBe(true);
  });

  test('is shown as the person knows it', () => {
    expect(shownKeys('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(shownKeys('Mod+Shift+Z', true)).toBe('⇧⌘Z');
    expect(shownKeys('Mod+ArrowLeft', false)).toBe('Ctrl+←');
  });

  test('is bare when typing gives it too', () => {
    expect(['V', 'Question', 'Shift+1'].map(isBare)).toEqual([true, true, true]);
    expect(['Mod+V', 'Delete', 'Alt+ArrowLeft', 'F1'].map(isBare)).toEqual([false, false, false, false]);
  });
});
