import { expect, test } from 'vitest';

import type { Finding } from '../backend/protocol/Finding';
import { emphasis } from './emphasis';
import { card, room, scene, tie } from './kernels/scenes.testing';

const [a, b] = [card('a', [0, 0, 10, 10], 'm'), card('b', [50, 0, 10, 10], 's')];
const seen = scene({
  cards: [a, b],
  rooms: [room('m', [0, 0, 20, 20])],
  ties: [tie(a, b, { id: 'a>b', count: 2, dependencies: ['d1', 'd2'] })],
});
const finding = (parts: Partial<Finding>): Finding =>
  ({ teams: [], functions: [], dependencies: [], ...parts }) as unknown as Finding;

test('without a finding nothing stands out', () => {
  expect(emphasis(null)(seen)).toBeNull();
});

test('a dependency lights the tie that stands for it, also summed with others, its ends, and where they are', () => {
  const lit = emphasis(finding({ dependencies: ['d2'] }))(seen);
  expect(lit).toEqual(new Set(['a>b', 'a', 'm', 'b', 's']));
});

test('a finding about a function lights its teams, unless it names teams itself', () => {
  expect(emphasis(finding({ functions: ['m'] }))(seen)).toEqual(new Set(['m', 'a']));
  expect(emphasis(finding({ functions: ['m'], teams: ['b'] }))(seen)).toEqual(new Set(['m', 'b', 's']));
});

test('what is out of sight dims nothing', () => {
  expect(emphasis(finding({ teams: ['elsewhere'] }))(seen)).toBeNull();
});
