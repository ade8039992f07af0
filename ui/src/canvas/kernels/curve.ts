/** The scene's curves: `M x y` and then `C` pieces, as an SVG `d` attribute has them, turned into points. */

import type { Curve } from '../../backend/protocol/Curve';
import { add, distance, minus, times, type Point, type Rect } from './geometry';

/** A curve as points along it, with the rectangle around them. */
export interface Polyline {
  readonly points: Point[];
  readonly around: Rect;
}

const STEPS_PER_PIECE = 12;

/** The points of a curve; numbers beyond the last whole piece are left out. */
export function flatten(curve: Curve): Polyline {
  const numbers = (curve.match(/-?\d*\.?\d+(?:e-?\d+)?/gi) ?? []).map(Number);
  const at = (index: number): Point => [numbers[index] ?? 0, numbers[index + 1] ?? 0];
  const points: Point[] = numbers.length >= 2 ? [at(0)] : [];
  for (let i = 2; i + 5 < numbers.length; i += 6) {
    const [a, b, c, d] = [at(i - 2), at(i), at(i + 2), at(i + 4)];
    for (let step = 1; step <= STEPS_PER_PIECE; step++)
      points.push(cubic(a, b, c, d, step / STEPS_PER_PIECE));
  }
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { points, around: [left, top, Math.max(...xs) - left, Math.max(...ys) - top] };
}

function cubic(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const s = 1 - t;
  const [wa, wb, wc, wd] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return [wa * a[0] + wb * b[0] + wc * c[0] + wd * d[0], wa * a[1] + wb * b[1] + wc * c[1] + wd * d[1]];
}

/** How far `point` is from the line. */
export function distanceTo(line: Polyline, point: Point): number {
  return Math.min(...segments(line).map(([a, b]) => toSegment(point, a, b)));
}

const segments = ({ points }: Polyline): [Point, Point][] =>
  points.slice(1).map((point, index) => [points[index] ?? point, point]);

function toSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length));
  return distance(p, [a[0] + t * dx, a[1] + t * dy]);
}

/** The point halfway along the line. */
export function middle(line: Polyline): Point {
  let left = segments(line).reduce((sum, [a, b]) => sum + distance(a, b), 0) / 2;
  for (const [a, b] of segments(line)) {
    const length = distance(a, b);
    if (left <= length && length > 0) return add(a, times(minus(b, a), left / length));
    left -= length;
  }
  return line.points[0] ?? [0, 0];
}
