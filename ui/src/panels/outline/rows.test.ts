import { describe, expect, test } from 'vitest';

import type { Outline } from '../../backend/protocol/Outline';
import { fn, team } from '../../state/outline.testing';
import { inSight, rowsOf, typedAhead } from './rows';

const outline: Outline = {
  revision: 1,
  functions: [fn('Marketing'), fn('Sales'), fn('Digital', 'Marketing')],
  teams: [team('Brand', 'Marketing'), team('Web', 'Digital'), team('Field', 'Sales'), team('Press', null)],
};
const shown = (closed: string[] = []) =>
  rowsOf(outline, new Set(closed)).map(
    (row) => `${'  '.repeat(row.level - 1)}${row.name} ${row.place}/${row.of}`,
  );

describe('the outline', () => {
  test('shows functions with what lies in them, functions first', () => {
    expect(shown()).toEqual([
      'Marketing 1/3',
      '  Digital 1/2',
      '    Web 1/1',
      '  Brand 2/2',
      'Sales 2/3',
      '  Field 1/1',
      'Press 3/3',
    ]);
  });

  test('hides what lies in a closed function, at any depth', () => {
    expect(shown(['Marketing'])).toEqual(['Marketing 1/3', 'Sales 2/3', '  Field 1/1', 'Press 3/3']);
  });

  test('counts teams at any depth, also of closed functions', () => {
    const rows = rowsOf(outline, new Set(['Marketing']));
    expect(rows.find((row) => row.name === 'Marketing')?.teams).toBe(2);
  });

  test('does not lose what says it lies in a function that is not there', () => {
    const lost: Outline = { ...outline, teams: [team('Lost', 'nowhere')], functions: [] };
    expect(rowsOf(lost, new Set()).map((row) => row.name)).toEqual(['Lost']);
  });

  test('ends, even if functions lay in a circle', () => {
    const circle: Outline = { revision: 1, functions: [fn('A', 'B'), fn('B', 'A'), fn('C')], teams: [] };
    expect(rowsOf(circle, new Set()).map((row) => row.name)).toEqual(['C']);
  });
});

test('typing goes to the next name that starts so, and round again', () => {
  const rows = rowsOf(outline, new Set());
  const at = (name: string) => rows.findIndex((row) => row.name === name);
  expect(typedAhead(rows, at('Marketing'), 'b')).toBe(at('Brand'));
  expect(typedAhead(rows, at('Press'), 'm')).toBe(at('Marketing'));
  expect(typedAhead(rows, at('Sales'), 'sa')).toBe(at('Sales'));
  expect(typedAhead(rows, 0, 'xyz')).toBe(-1);
});

test('of ten thousand rows only those in sight are there', () => {
  const { first, last } = inSight(100_000, 700, 26, 10_000);
  expect(last - first).toBeLessThan(60);
  expect(first).toBeLessThan(100_000 / 26);
  expect(last).toBeGreaterThan((100_000 + 700) / 26);
});
