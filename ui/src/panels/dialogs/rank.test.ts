import { expect, test } from 'vitest';

import { rank } from './rank';

const all: [string, string][] = [
  ['Zoom in', 'view'],
  ['Import lists', 'csv excel'],
  ['Export', 'pdf save as'],
  ['Select all', ''],
];
const found = (typed: string) => rank(all, typed, (one) => one).map(([name]) => name);

test('words may be shortened and come in any order', () => {
  expect(found('li im')).toEqual(['Import lists']);
  expect(found('sel')).toEqual(['Select all']);
});

test('other words for a thing find it too, after its name', () => {
  expect(found('excel')).toEqual(['Import lists']);
  expect(found('as')).toEqual(['Export']);
});

test('the start of the name comes first', () => {
  const two: [string, string][] = [
    ['Show all', ''],
    ['All about', ''],
  ];
  expect(rank(two, 'all', (one) => one).map(([name]) => name)).toEqual(['All about', 'Show all']);
});

test('nothing typed is everything, nonsense is nothing', () => {
  expect(found(' ')).toHaveLength(4);
  expect(found('qqq')).toEqual([]);
});
