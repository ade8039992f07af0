import { expect, test } from 'vitest';

import { shownFigure } from './figure';

test('shares are percent, and neither nothing nor all by rounding', () => {
  expect(shownFigure('demand_share', 0.26)).toBe('26%');
  expect(shownFigure('p', 0.0004)).toBe('less than 1%');
  expect(shownFigure('silo_score', 0.999)).toBe('more than 99%');
  expect(shownFigure('p', 0)).toBe('0%');
});

test('other figures have two decimals at most', () => {
  expect(shownFigure('routes_lost', 1204)).toBe('1,204');
  expect(shownFigure('expected', 3.14159)).toBe('3.14');
});
