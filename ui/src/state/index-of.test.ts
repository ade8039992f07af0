import { describe, expect, test } from 'vitest';

import { Index } from './index-of';
import { fn, team } from './outline.testing';

describe('what something lies in', () => {
  const index = new Index({
    revision: 1,
    functions: [fn('Marketing'), fn('Digital', 'Marketing'), fn('A', 'B'), fn('B', 'A')],
    teams: [team('Web', 'Digital'), team('Press', null)],
  });

  test('is told from the inside outwards', () => {
    expect(index.around('Web')).toEqual(['Digital', 'Marketing']);
    expect(index.around('Digital')).toEqual(['Marketing']);
    expect(index.around('Press')).toEqual([]);
  });

  test('ends, even if functions lay in a circle', () => expect(index.around('A')).toEqual(['B', 'A']));

  test('is found in no time among very many', () => {
    const functions = Array.from({ length: 20_000 }, (_, n) => fn(`f${n}`, n % 2 ? `f${n - 1}` : null));
    const many = new Index({ revision: 1, functions, teams: [] });
    expect(functions.filter(({ id }) => many.around(id).length > 0).length).toBe(10_000);
  });
});
