/** Snapping: a moved rectangle is drawn to the edges and middles of others nearby, and lines show to which. */

import { moved, type Point, type Rect } from './geometry';

/** A line to show: from one end to the other, in scene units. */
export type Guide = readonly [Point, Point];

/** Where to, and what to show. */
export interface Snap {
  /** To be added to the displacement. */
  readonly by: Point;
  readonly guides: Guide[];
}

export const NO_SNAP: Snap = { by: [0, 0], guides: [] };

/** The three lines of a rectangle across one axis: start, middle, end. */
const lines = (rect: Rect, axis: 0 | 1): number[] => {
  const [start, size] = [rect[axis], rect[axis + 2] ?? 0];
  return [start, start + size / 2, start + size];
};

/**
 * Draws `rect` to the nearest lines of `others` that are within `reach`, along each axis by itself. An axis that is
 * held keeps its place.
 */
export function snap(
  rect: Rect,
  others: readonly Rect[],
  reach: number,
  held: { x?: boolean; y?: boolean } = {},
): Snap {
  const by: Point = [
    held.x ? 0 : nearest(rect, others, reach, 0),
    held.y ? 0 : nearest(rect, others, reach, 1),
  ];
  const there = moved(rect, by);
  const guides: Guide[] = [];
  if (!held.x) guides.push(...guidesAt(there, others, 0));
  if (!held.y) guides.push(...guidesAt(there, others, 1));
  return { by, guides };
}

function nearest(rect: Rect, others: readonly Rect[], reach: number, axis: 0 | 1): number {
  let best = 0;
  let least = reach;
  for (const other of others) {
    for (const mine of lines(rect, axis)) {
      for (const theirs of lines(other, axis)) {
        // Strictly nearer, so that of equals the first decides and nothing flickers.
        if (Math.abs(theirs - mine) < least) [best, least] = [theirs - mine, Math.abs(theirs - mine)];
      }
    }
  }
  return best;
}

/** A guide along the first line on which `rect` now stands with others, long enough to reach them all. */
function guidesAt(rect: Rect, others: readonly Rect[], axis: 0 | 1): Guide[] {
  const across = axis === 0 ? 1 : 0;
  const extent = (r: Rect): [number, number] => [r[across], r[across] + (r[across + 2] ?? 0)];
  const found = lines(rect, axis).flatMap((at): Guide[] => {
    const met = others.filter((other) => lines(other, axis).some((line) => Math.abs(line - at) < 0.01));
    if (met.length === 0) return [];
    const ends = [rect, ...met].flatMap(extent);
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    return axis === 0
      ? [
          [
            [at, from],
            [at, to],
          ],
        ]
      : [
          [
            [from, at],
            [to, at],
          ],
        ];
  });
  return found.slice(0, 1);
}
