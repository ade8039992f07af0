import { describe, expect, test } from 'vitest';

import { hit, sheet } from './hit';
import { overlap, type Direction } from './geometry';
import { uuid7 } from './ids';
import { bend } from './line';
import { free, linked } from './place';
import { card, scene, tie } from './scenes.testing';
import { across, alongTies, nearest, next } from './walk';
import { distanceTo, flatten, middle } from './curve';

const hub = card('hub', [200, 200, 100, 40]);
const right = card('right', [400, 200, 100, 40]);
const below = card('below', [210, 400, 100, 40]);
const stranger = card('stranger', [320, 200, 40, 40]);
const cards = [hub, right, below, stranger];
const map = sheet(scene({ cards, ties: [tie(hub, right), tie(below, hub)] }));

describe('walking', () => {
  test('goes along ties, whichever side hands over', () => {
    expect(alongTies(map, 'hub', 'right')).toBe('right');
    expect(alongTies(map, 'hub', 'down')).toBe('below');
    expect(alongTies(map, 'hub', 'left')).toBeUndefined();
  });

  test('passes by a nearer card that is not tied', () => {
    expect(across(map.scene, [250, 220], 'right', new Set(['hub']))).toBe('stranger');
    expect(alongTies(map, 'hub', 'right')).toBe('right');
  });

  test('goes on to a card out of the scene, by where its tie leads', () => {
    const part = sheet(scene({ cards: [hub], ties: [tie(hub, right)] }));
    expect(alongTies(part, 'hub', 'right')).toBe('right');
  });

  test('begins at the card nearest to the middle', () => {
    expect(nearest(map.scene, [420, 230])).toBe('right');
    expect(nearest(scene({}), [0, 0])).toBeUndefined();
  });

  test('in order ends at both ends, so that the keyboard is never caught', () => {
    const order = ['a', 'b', 'c'];
    expect([next(order, undefined, false), next(order, 'a', false), next(order, 'c', false)]).toEqual([
      'a',
      'b',
      undefined,
    ]);
    expect([next(order, undefined, true), next(order, 'a', true)]).toEqual(['c', undefined]);
  });
});

describe('a new card', () => {
  test.each(['left', 'right', 'up', 'down'] as Direction[])(
    'to the %s lies there and on nothing',
    (direction) => {
      const rect = linked(hub.rect, direction, cards);
      expect(cards.some((one) => overlap(one.rect, rect))).toBe(false);
    },
  );

  test('lines up with the one it is linked to', () => {
    expect(linked(hub.rect, 'left', [hub])[1]).toBe(hub.rect[1]);
    expect(linked(hub.rect, 'up', [hub])[0]).toBe(hub.rect[0]);
  });

  test('gives way sideways where its place is taken', () => {
    const first = linked(hub.rect, 'right', [hub]);
    const second = linked(hub.rect, 'right', [hub, card('x', first)]);
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
  });

  test('takes the wanted place when that is free', () => {
    expect(free([50, 50], [100, 0], [])).toEqual([-16, 28, 132, 44]);
  });
});

test('ids of version 7 sort by their time and carry chance', () => {
  const chance = new Uint8Array(10).fill(0xff);
  expect(uuid7(0x0123456789ab, chance)).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  expect(uuid7(1000) < uuid7(2000)).toBe(true);
  expect(uuid7(5)).not.toBe(uuid7(5));
});

describe('curves', () => {
  const line = flatten('M0 0C0 0 100 0 100 0C100 0 100 50 100 50');

  test('are as long as their pieces', () => {
    expect(line.around.map(Math.round)).toEqual([0, 0, 100, 50]);
    expect(line.points.at(-1)).toEqual([100, 50]);
  });

  test('are near where they run', () => {
    expect(distanceTo(line, [50, 7])).toBeCloseTo(7);
  });

  test('have a middle halfway along', () => {
    expect(middle(line)[0]).toBeCloseTo(75);
  });

  test('in any notation of numbers are read, also broken ones', () => {
    expect(flatten('M-1.5 .5C1e2,0 3-4 5 6').points.at(-1)).toEqual([5, 6]);
    expect(flatten('').points).toEqual([]);
    expect(hit(sheet(scene({ ties: [tie(hub, right, { path: '' })] })), [0, 0], { scale: 1 }).on).toBe(
      'ground',
    );
  });
});

test('a line is drawn from the side that faces its end', () => {
  expect(bend([0, 0, 100, 40], [300, 20]).start).toEqual([100, 20]);
  expect(bend([0, 0, 100, 40], [50, -200]).start).toEqual([50, 0]);
  expect(bend([0, 0, 100, 40], [300, 0, 100, 40]).end).toEqual([300, 20]);
});
