/** Lining cards up. */

import type { CardShape } from '../../backend/protocol/CardShape';
import type { Edit } from '../../backend/protocol/Edit';
import type { Direction, Point, Rect } from './geometry';

/** The edit that lines cards up on the side of the one that lies furthest that way. */
export function aligned(cards: readonly CardShape[], side: Direction): Edit {
  const rects = cards.map((card) => card.rect);
  const corner = ([x, y, w, h]: Rect): Point => {
    if (side === 'left') return [Math.min(...rects.map((rect) => rect[0])), y];
    if (side === 'right') return [Math.max(...rects.map((rect) => rect[0] + rect[2])) - w, y];
    if (side === 'up') return [x, Math.min(...rects.map((rect) => rect[1]))];
    return [x, Math.max(...rects.map((rect) => rect[1] + rect[3])) - h];
  };
  const moves = cards.map((card) => {
    const [x, y] = corner(card.rect);
    return { team: card.id, x, y };
  });
  return { type: 'move', cards: moves, rooms: [] };
}
