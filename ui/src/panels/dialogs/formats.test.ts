import { expect, test } from 'vitest';

import { words } from '../../words';
import { fileName, FORMATS } from './formats';

test('a file name keeps the map’s name without what a file system takes amiss', () => {
  expect(fileName('Northwind ecosystem', 'png')).toBe('Northwind ecosystem.png');
  expect(fileName('a/b\\c: "d" <e>|*?', 'pdf')).toBe('a b c d e.pdf');
  expect(fileName('../..', 'svg')).not.toContain('/');
  expect(fileName('   ', 'csv')).toBe('map.csv');
  expect(fileName('x'.repeat(500), 'csv').length).toBeLessThan(130);
});

test('every format has its words', () => {
  expect(Object.keys(words.export.formats).sort()).toEqual(FORMATS.map((one) => one.format).sort());
});
