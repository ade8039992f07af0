/** What a move gesture does: from where things stood and how far the pointer went, to one edit. */

import type { CardShape } from '../../backend/protocol/CardShape';
import type { Edit } from '../../backend/protocol/Edit';
import type { RoomShape } from '../../backend/protocol/RoomShape';
import { hull, moved, type Direction, type Point, type Rect, STEP, times } from './geometry';
import { NO_SNAP, snap, type Snap } from './snap';

/** What is being moved, as it stood when the gesture began. */
export interface Moving {
  readonly cards: readonly CardShape[];
  readonly rooms: readonly RoomShape[];
}

/** How the keys change a move. */
export interface MoveKeys {
  /** Keep to the axis that went further. */
  readonly axis?: boolean;
  /** Do not snap. */
  readonly free?: boolean;
}

/** How far things have gone, with the lines to show. */
export interface Displacement {
  readonly by: Point;
  readonly guides: Snap['guides'];
}

/** How far a card snaps, in pixels. */
const SNAP_REACH = 6;

/** How far the things have gone when the pointer has gone `by`; whole units, so that files stay tidy. */
export function displaced(
  moving: Moving,
  by: Point,
  others: readonly Rect[],
  scale: number,
  keys: MoveKeys,
): Displacement {
  const held = keys.axis
    ? { x: Math.abs(by[0]) < Math.abs(by[1]), y: Math.abs(by[0]) >= Math.abs(by[1]) }
    : {};
  const kept: Point = [held.x ? 0 : by[0], held.y ? 0 : by[1]];
  const around = hull([...moving.cards, ...moving.rooms].map((shape) => shape.rect));
  const drawn = keys.free || !around ? NO_SNAP : snap(moved(around, kept), others, SNAP_REACH / scale, held);
  const exact: Point = [kept[0] + drawn.by[0], kept[1] + drawn.by[1]];
  return { by: keys.free ? [Math.round(exact[0]), Math.round(exact[1])] : exact, guides: drawn.guides };
}

/** What else moves when rooms do: the cards and rooms in them, as far as the scene shows them. */
export function withContents(
  teams: ReadonlySet<string>,
  functions: ReadonlySet<string>,
  cards: readonly CardShape[],
  rooms: readonly RoomShape[],
): Moving {
  const going = new Set(functions);
  // Rooms come outer before inner, so one pass finds all that lie within.
  for (const room of rooms) if (room.parent !== null && going.has(room.parent)) going.add(room.id);
  return {
    cards: cards.filter((card) => teams.has(card.id) || (card.room !== null && going.has(card.room))),
    rooms: rooms.filter((room) => going.has(room.id)),
  };
}

const round = (n: number): number => Math.round(n * 100) / 100;

/**
 * The edit of a finished move. `into` is the function that the loose cards were dropped into; absent: each stays in
 * its own. Cards whose room moves too stay in it. A room takes along what is in it, also what the scene does not
 * show.
 */
export function moveEdit(moving: Moving, by: Point, into?: { readonly function: string | null }): Edit {
  const going = new Set(moving.rooms.map((room) => room.id));
  const carried = (inside: string | null): boolean => inside !== null && going.has(inside);
  return {
    type: 'move',
    cards: moving.cards
      .filter((card) => !carried(card.room))
      .map((card) => ({
        team: card.id,
        x: round(card.rect[0] + by[0]),
        y: round(card.rect[1] + by[1]),
        ...(into && into.function !== card.room ? { function: into.function } : {}),
      })),
    rooms: moving.rooms
      .filter((room) => !carried(room.parent))
      .map((room) => ({
        function: room.id,
        x: round(room.rect[0] + by[0]),
        y: round(room.rect[1] + by[1]),
        w: room.rect[2],
        h: room.rect[3],
        carry: { x: round(by[0]), y: round(by[1]) },
      })),
  };
}

/** How far an arrow key nudges: one unit, ten with Shift. */
export const nudge = (direction: Direction, far: boolean): Point => times(STEP[direction], far ? 10 : 1);
