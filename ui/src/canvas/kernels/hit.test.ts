import { describe, expect, test } from 'vitest';

import { caught, handles, hit, roomAt, sheet } from './hit';
import { card, room, scene, tie } from './scenes.testing';

const a = card('a', [0, 0, 100, 40], 'm');
const b = card('b', [300, 0, 100, 40]);
const outer = room('outer', [-60, -60, 200, 300]);
const inner = room('inner', [-40, 100, 150, 100], { parent: 'outer' });
const map = sheet(scene({ cards: [a, b], rooms: [outer, inner], ties: [tie(a, b)] }));
const aim = { scale: 1 };

describe('what lies under a point', () => {
  test('a card is above its tie and its room', () => {
    expect(hit(map, [50, 20], aim)).toEqual({ on: 'card', card: a });
  });

  test('a tie is hit on its line and a little beside it', () => {
    expect(hit(map, [220, 20], aim).on).toBe('tie');
    expect(hit(map, [220, 25], aim).on).toBe('tie');
    expect(hit(map, [220, 40], aim).on).toBe('ground');
  });

  test('a finger hits from farther away', () => {
    expect(hit(map, [220, 34], { scale: 1, coarse: true }).on).toBe('tie');
  });

  test('the reach is in pixels: zoomed in it is less of the map', () => {
    expect(hit(map, [220, 25], { scale: 4 }).on).toBe('ground');
  });

  test('the label of a tie belongs to it', () => {
    const label = { rect: [180, 50, 80, 20], line: null, full: 'x', folded: false } as never;
    const labelled = sheet(scene({ cards: [a, b], ties: [tie(a, b, { label })] }));
    expect(hit(labelled, [220, 60], aim).on).toBe('tie');
  });

  test('a room is taken by its title, pulled at its walls, and open ground inside', () => {
    expect(hit(map, [0, -45], aim)).toMatchObject({ on: 'title', room: { id: 'outer' } });
    expect(hit(map, [100, 90], aim)).toMatchObject({ on: 'room', room: { id: 'outer' } });
    expect(hit(map, [-59, 60], aim)).toMatchObject({ on: 'walls', walls: { x: -1, y: 0 } });
    expect(hit(map, [141, 241], aim)).toMatchObject({ on: 'walls', walls: { x: 1, y: 1 } });
  });

  test('the innermost room counts', () => {
    expect(hit(map, [0, 180], aim)).toMatchObject({ on: 'room', room: { id: 'inner' } });
    expect(roomAt(map, [0, 180], new Set(['inner']))?.id).toBe('outer');
  });

  test('a closed room is taken anywhere', () => {
    const closed = sheet(scene({ rooms: [room('c', [0, 0, 200, 200], { collapsed: true })] }));
    expect(hit(closed, [100, 150], aim).on).toBe('title');
  });

  test('handles are hit before anything else, but only of the card that shows them', () => {
    const at = handles(a, 1).right;
    expect(hit(map, at, { scale: 1, handlesOf: a })).toEqual({ on: 'handle', card: a, side: 'right' });
    expect(hit(map, at, aim).on).not.toBe('handle');
  });
});

describe('a rubber band', () => {
  test('catches every card it touches, and rooms and ties that lie wholly in it', () => {
    expect(caught(map, [90, 10, 220, 20])).toEqual({ teams: ['a', 'b'], functions: [], dependencies: [] });
    expect(caught(map, [-100, -100, 600, 400])).toEqual({
      teams: ['a', 'b'],
      functions: ['outer', 'inner'],
      dependencies: ['a-b'],
    });
  });
});
