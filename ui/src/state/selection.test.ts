import { expect, test } from 'vitest';

import { Selection } from './selection.svelte';

const selection = (teams: string[], functions: string[] = [], dependencies: string[] = []) => {
  const made = new Selection();
  made.set({ teams, functions, dependencies });
  return made;
};

test('one thing is told apart from several', () => {
  expect(selection(['a']).single).toEqual({ kind: 'team', id: 'a' });
  expect(selection([], ['f']).single).toEqual({ kind: 'function', id: 'f' });
  expect(selection(['a'], ['f']).single).toBeNull();
  expect(selection([]).single).toBeNull();
});

test('toggling twice changes nothing', () => {
  const chosen = selection(['a']);
  chosen.toggle('dependency', 'd');
  expect(chosen.size).toBe(2);
  chosen.toggle('dependency', 'd');
  expect(chosen.records()).toEqual({ teams: ['a'], functions: [], dependencies: [] });
});

test('what is gone from the map is let go of, and the sets stay the same where nothing is', () => {
  const chosen = selection(['a', 'b']);
  const before = chosen.teams;
  const team = (id: string) => ({ id, name: id, kind: 'team' as const, function: null, pinned: false });
  chosen.prune({ revision: 2, functions: [], teams: [team('a'), team('b')] });
  expect(chosen.teams).toBe(before);
  chosen.prune({ revision: 3, functions: [], teams: [team('b')] });
  expect([...chosen.teams]).toEqual(['b']);
});

test('dependencies that are gone are let go of', () => {
  const chosen = selection([], [], ['d', 'e']);
  chosen.forget(['d']);
  expect([...chosen.dependencies]).toEqual(['e']);
});
