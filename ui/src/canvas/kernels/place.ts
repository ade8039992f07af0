/** Where a new card goes. */

import type { CardShape } from '../../backend/protocol/CardShape';
import { centre, grown, overlap, STEP, type Direction, type Point, type Rect, type Size } from './geometry';

/** The size of a card with a short name, until the desk has measured the real one. */
export const NEW_CARD: Size = [132, 44];

/** The gap to the card it is linked to: enough for a label on the line. */
const GAP: Size = [104, 62];
/** The gap kept to all other cards. */
const MARGIN = 14;

/** The area of a new card with its middle at `point`, in whole units. */
export const around = ([x, y]: Point, [w, h]: Size = NEW_CARD): Rect => [
  Math.round(x - w / 2),
  Math.round(y - h / 2),
  w,
  h,
];

/**
 * Where the team goes that is added next to `beside` in a direction: on its row or column; where that is taken, as
 * near to it as there is room, looking a little further sideways each time.
 */
export function linked(
  beside: Rect,
  direction: Direction,
  cards: readonly CardShape[],
  size: Size = NEW_CARD,
): Rect {
  const [sx, sy] = STEP[direction];
  const [cx, cy] = centre(beside);
  const start: Point = [
    cx + sx * (beside[2] / 2 + GAP[0] + size[0] / 2),
    cy + sy * (beside[3] / 2 + GAP[1] + size[1] / 2),
  ];
  // The same left edge or top edge as its neighbour, which is how cards line up.
  const aligned: Point = [
    sx === 0 ? beside[0] + size[0] / 2 : start[0],
    sy === 0 ? beside[1] + size[1] / 2 : start[1],
  ];
  const sideways: Point = [sy === 0 ? 0 : size[0] + 2 * MARGIN, sx === 0 ? 0 : size[1] + 2 * MARGIN];
  return free(aligned, sideways, cards, size);
}

/** The free place nearest to `point`: first there, then ever further to both sides along `step`. */
export function free(point: Point, step: Point, cards: readonly CardShape[], size: Size = NEW_CARD): Rect {
  for (let n = 0; n <= cards.length + 1; n++) {
    for (const side of n === 0 ? [0] : [n, -n]) {
      const rect = around([point[0] + step[0] * side, point[1] + step[1] * side], size);
      const room = grown(rect, MARGIN);
      if (!cards.some((card) => overlap(card.rect, room))) return rect;
    }
  }
  return around(point, size);
}
