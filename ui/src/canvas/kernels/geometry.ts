/**
 * Points and rectangles in scene units or screen pixels, in the wire's own form: `[x, y]` and `[x, y, w, h]`, y
 * growing downwards.
 */

import type { Point } from '../../backend/protocol/Point';
import type { Rect } from '../../backend/protocol/Rect';
import type { Size } from '../../backend/protocol/Size';

export type { Point, Rect, Size };

/** The four ways an arrow key can point. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The unit step of a direction. */
export const STEP: Record<Direction, Point> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

export const add = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1]];
export const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
export const times = (a: Point, factor: number): Point => [a[0] * factor, a[1] * factor];
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export const centre = ([x, y, w, h]: Rect): Point => [x + w / 2, y + h / 2];
export const corner = ([x, y]: Rect): Point => [x, y];
export const moved = ([x, y, w, h]: Rect, [dx, dy]: Point): Rect => [x + dx, y + dy, w, h];
export const grown = ([x, y, w, h]: Rect, by: number): Rect => [x - by, y - by, w + 2 * by, h + 2 * by];

/** The rectangle between two opposite corners, whichever they are. */
export const between = (a: Point, b: Point): Rect => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.abs(a[0] - b[0]),
  Math.abs(a[1] - b[1]),
];

export const holds = ([x, y, w, h]: Rect, [px, py]: Point): boolean =>
  px >= x && px <= x + w && py >= y && py <= y + h;

/** Whether `inner` lies wholly in `outer`. */
export const covers = (outer: Rect, inner: Rect): boolean =>
  inner[0] >= outer[0] &&
  inner[1] >= outer[1] &&
  inner[0] + inner[2] <= outer[0] + outer[2] &&
  inner[1] + inner[3] <= outer[1] + outer[3];

/** Whether they share an area. */
export const overlap = (a: Rect, b: Rect): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

/** The smallest rectangle around all; nothing around none. */
export function hull(rects: Iterable<Rect>): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y, w, h] of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  }
  return left <= right ? [left, top, right - left, bottom - top] : null;
}

/** The middles of the four sides: left, right, top, bottom. */
export const sides = ([x, y, w, h]: Rect): Record<Direction, Point> => ({
  left: [x, y + h / 2],
  right: [x + w, y + h / 2],
  up: [x + w / 2, y],
  down: [x + w / 2, y + h],
});
