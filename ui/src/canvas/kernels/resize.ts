/** Pulling at a room's walls. */

import type { Edit } from '../../backend/protocol/Edit';
import type { Point, Rect } from './geometry';
import type { Walls } from './hit';

/** The smallest a room is pulled to, in scene units. */
export const SMALLEST_ROOM = { width: 120, height: 70 };

/** The room's area when the walls were pulled `by`; it never turns inside out and always holds `contents`. */
export function resized(rect: Rect, walls: Walls, by: Point, contents: Rect | null): Rect {
  const [x, w] = pulled(
    rect[0],
    rect[2],
    walls.x,
    by[0],
    SMALLEST_ROOM.width,
    contents && [contents[0], contents[2]],
  );
  const [y, h] = pulled(
    rect[1],
    rect[3],
    walls.y,
    by[1],
    SMALLEST_ROOM.height,
    contents && [contents[1], contents[3]],
  );
  return [x, y, w, h];
}

function pulled(
  start: number,
  size: number,
  wall: -1 | 0 | 1,
  by: number,
  smallest: number,
  inside: [start: number, size: number] | null,
): [start: number, size: number] {
  const end = start + size;
  if (wall < 0) {
    const most = Math.min(end - smallest, inside ? inside[0] : Infinity);
    const at = Math.round(Math.min(start + by, Math.max(most, start - Math.max(0, -by))));
    return [at, end - at];
  }
  if (wall > 0) {
    const least = Math.max(start + smallest, inside ? inside[0] + inside[1] : -Infinity);
    return [start, Math.round(Math.max(end + by, Math.min(least, end + Math.max(0, by)))) - start];
  }
  return [start, size];
}

/** The edit of a finished resize. */
export const resizeEdit = (id: string, [x, y, w, h]: Rect): Edit => ({
  type: 'move',
  cards: [],
  rooms: [{ function: id, x, y, w, h }],
});
