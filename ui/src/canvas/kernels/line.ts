/** The line of a connection that is being drawn. */

import { centre, sides, type Direction, type Point, type Rect } from './geometry';

/** The side of a card that faces a point or another card: the one across the wider gap. */
export function facing(rect: Rect, to: Point | Rect): Direction {
  const target = asRect(to);
  const [[cx, cy], [tx, ty]] = [centre(rect), centre(target)];
  const [dx, dy] = [tx - cx, ty - cy];
  const gap: Point = [Math.abs(dx) - (rect[2] + target[2]) / 2, Math.abs(dy) - (rect[3] + target[3]) / 2];
  if (gap[0] >= gap[1]) return dx < 0 ? 'left' : 'right';
  return dy < 0 ? 'up' : 'down';
}

const asRect = (place: Point | Rect): Rect => (place.length === 4 ? place : [...place, 0, 0]);

/** A bend from a card to a point or to another card, as an SVG path with its two ends. */
export function bend(from: Rect, to: Point | Rect): { d: string; start: Point; end: Point } {
  const out = facing(from, to);
  const start = sides(from)[out];
  const into = to.length === 4 ? facing(to, from) : opposite(out);
  const end: Point = to.length === 4 ? sides(to)[into] : to;
  const pull = Math.max(24, Math.hypot(end[0] - start[0], end[1] - start[1]) * 0.4);
  const [a, b] = [ahead(start, out, pull), ahead(end, into, pull)];
  const d = `M${start[0]} ${start[1]}C${a[0]} ${a[1]} ${b[0]} ${b[1]} ${end[0]} ${end[1]}`;
  return { d, start, end };
}

const opposite = (side: Direction): Direction =>
  (({ left: 'right', right: 'left', up: 'down', down: 'up' }) as const)[side];

function ahead([x, y]: Point, side: Direction, by: number): Point {
  if (side === 'left') return [x - by, y];
  if (side === 'right') return [x + by, y];
  return side === 'up' ? [x, y - by] : [x, y + by];
}
