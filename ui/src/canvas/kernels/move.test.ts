import { describe, expect, test } from 'vitest';

import { aligned } from './align';
import { displaced, moveEdit, nudge, withContents } from './move';
import { resized, resizeEdit } from './resize';
import { card, room } from './scenes.testing';
import { snap } from './snap';

const a = card('a', [0, 0, 100, 40], 'm');
const b = card('b', [200, 100, 100, 40], 'm');
const m = room('m', [-20, -40, 400, 300]);
const inner = room('inner', [0, 150, 100, 60], { parent: 'm' });

describe('a move', () => {
  const one = { cards: [a], rooms: [] };

  test('goes as far as the pointer', () => {
    expect(displaced(one, [33, 44], [], 1, {}).by).toEqual([33, 44]);
  });

  test('with Shift keeps to the axis that went further', () => {
    expect(displaced(one, [33, 44], [], 1, { axis: true }).by).toEqual([0, 44]);
    expect(displaced(one, [50, 44], [], 1, { axis: true }).by).toEqual([50, 0]);
  });

  test('snaps to the edges of others and says along which line', () => {
    const { by, guides } = displaced(one, [197, 60], [b.rect], 1, {});
    expect(by).toEqual([200, 60]);
    expect(guides).toContainEqual([
      [200, 60],
      [200, 140],
    ]);
  });

  test('with Ctrl does not snap', () => {
    expect(displaced(one, [197, 60], [b.rect], 1, { free: true })).toEqual({ by: [197, 60], guides: [] });
  });

  test('never snaps along the axis that Shift holds', () => {
    expect(displaced(one, [197, 3], [[0, 44, 50, 40]], 1, { axis: true }).by[1]).toBe(0);
  });

  test('snaps from farther in scene units when one is far away', () => {
    expect(displaced(one, [190, 60], [b.rect], 0.5, {}).by[0]).toBe(200);
    expect(displaced(one, [190, 60], [b.rect], 1, {}).by[0]).toBe(190);
  });

  test('of a room takes its cards and inner rooms', () => {
    const moving = withContents(new Set(), new Set(['m']), [a, b, card('c', [0, 0, 9, 9])], [m, inner]);
    expect([moving.cards.map((c) => c.id), moving.rooms.map((r) => r.id)]).toEqual([
      ['a', 'b'],
      ['m', 'inner'],
    ]);
  });

  test('of a room is one room in the edit, which carries the rest', () => {
    const edit = moveEdit({ cards: [a, b], rooms: [m, inner] }, [10, 20]);
    expect(edit).toEqual({
      type: 'move',
      cards: [],
      rooms: [{ function: 'm', x: -10, y: -20, w: 400, h: 300, carry: { x: 10, y: 20 } }],
    });
  });

  test('into another function says so, only for cards that were not there', () => {
    const edit = moveEdit({ cards: [a, card('x', [0, 0, 1, 1], 's')], rooms: [] }, [1, 1], { function: 's' });
    expect(edit).toMatchObject({ cards: [{ team: 'a', function: 's' }, { team: 'x' }] });
    expect(edit.type === 'move' && edit.cards[1]).not.toHaveProperty('function');
  });

  test('by an arrow key is one unit, ten with Shift', () => {
    expect([nudge('left', false), nudge('down', true)]).toEqual([
      [-1, 0],
      [0, 10],
    ]);
  });
});

describe('snapping', () => {
  test('takes the nearer of two lines, and the first of equals', () => {
    expect(
      snap(
        [0, 0, 10, 10],
        [
          [14, 50, 30, 10],
          [-3, 90, 300, 10],
        ],
        6,
      ).by[0],
    ).toBe(-3);
  });

  test('without anything near does nothing', () => {
    expect(snap([0, 0, 10, 10], [[100, 100, 5, 5]], 6)).toEqual({ by: [0, 0], guides: [] });
  });
});

describe('walls', () => {
  test('follow the pointer', () => {
    expect(resized([0, 0, 400, 300], { x: 1, y: 1 }, [50, -20], null)).toEqual([0, 0, 450, 280]);
    expect(resized([0, 0, 400, 300], { x: -1, y: 0 }, [-50, 99], null)).toEqual([-50, 0, 450, 300]);
  });

  test('stop at what is inside, and before the room turns inside out', () => {
    expect(resized([0, 0, 400, 300], { x: 1, y: 0 }, [-300, 0], [20, 20, 200, 100])[2]).toBe(220);
    expect(resized([0, 0, 400, 300], { x: 1, y: 0 }, [-999, 0], null)[2]).toBe(120);
    expect(resized([0, 0, 400, 300], { x: -1, y: 0 }, [999, 0], [20, 20, 200, 100])[0]).toBe(20);
  });

  test('of a room that is too small already are not pushed by a touch', () => {
    expect(resized([0, 0, 60, 40], { x: 1, y: 0 }, [0, 0], null)).toEqual([0, 0, 60, 40]);
  });

  test('pulled make one edit, and carry nothing', () => {
    expect(resizeEdit('m', [1, 2, 3, 4])).toEqual({
      type: 'move',
      cards: [],
      rooms: [{ function: 'm', x: 1, y: 2, w: 3, h: 4 }],
    });
  });
});

test('cards line up on the side of the outermost', () => {
  expect(aligned([a, b], 'right')).toMatchObject({
    cards: [
      { x: 200, y: 0 },
      { x: 200, y: 100 },
    ],
  });
  expect(aligned([a, b], 'up')).toMatchObject({ cards: [{ y: 0 }, { y: 0 }] });
});
