import { expect, test } from 'vitest';

import type { Away } from '../backend/protocol/Away';
import { marking, UNMARKED } from './marking';

const away = (part: Partial<Away>): Away => ({
  sentence: '',
  routes: 10,
  cut: 0,
  longer: 0,
  estimated: false,
  cut_off: [],
  losses: [],
  teams: [],
  dependencies: [],
  detours: [],
  ...part,
});

test('nothing is marked where nothing is tried', () => {
  expect(marking(null, [], [])).toBe(UNMARKED);
});

test('only the greatest losses are marked, and what is away or cut off says that instead', () => {
  const losses = [
    { team: 'a', cut: 20, longer: 0 },
    { team: 'b', cut: 19, longer: 1 },
    { team: 'c', cut: 2, longer: 0 },
    { team: 'd', cut: 0, longer: 40 },
  ];
  const { teams } = marking(away({ losses, cut_off: ['b'], teams: ['x'] }), [], []);
  expect([...teams].map(([team, { look }]) => `${team}: ${look}`)).toEqual([
    'a: loses',
    'b: cut-off',
    'x: gone',
  ]);
});

test('where nothing is cut, longer ways are marked', () => {
  const { teams } = marking(away({ losses: [{ team: 'd', cut: 0, longer: 4 }] }), [], []);
  expect(teams.get('d')).toEqual({ look: 'longer', text: '4 longer' });
});
