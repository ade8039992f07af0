/**
 * The camera: where the map is on the screen. A scene point `p` is seen at `p * scale + offset`, in pixels from the
 * canvas's top left corner.
 */

import { centre, covers, type Point, type Rect } from './geometry';

/** Where the map is on the screen. */
export interface Camera {
  /** Screen pixels per scene unit. */
  readonly scale: number;
  /** Where the scene's origin is seen. */
  readonly offset: Point;
}

/** The size of the canvas in pixels. */
export type Viewport = readonly [width: number, height: number];

export const SMALLEST = 0.01;
export const LARGEST = 4;

/** How far beyond the sight the scene is painted, as a share of the sight on each side. */
export const OVERSCAN = 0.35;

export const START: Camera = { scale: 1, offset: [0, 0] };

const bounded = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));

export const toScene = (camera: Camera, [x, y]: Point): Point => [
  (x - camera.offset[0]) / camera.scale,
  (y - camera.offset[1]) / camera.scale,
];

export const toScreen = (camera: Camera, [x, y]: Point): Point => [
  x * camera.scale + camera.offset[0],
  y * camera.scale + camera.offset[1],
];

export const rectToScreen = (camera: Camera, [x, y, w, h]: Rect): Rect => [
  ...toScreen(camera, [x, y]),
  w * camera.scale,
  h * camera.scale,
];

/** The map pushed by `by` pixels. */
export const panned = (camera: Camera, by: Point): Camera => ({
  scale: camera.scale,
  offset: [camera.offset[0] + by[0], camera.offset[1] + by[1]],
});

/** Zoomed by `factor`, the scene point under the pixel `at` staying there. */
export function zoomed(camera: Camera, factor: number, at: Point): Camera {
  const scale = bounded(camera.scale * factor);
  const real = scale / camera.scale;
  return {
    scale,
    offset: [at[0] - (at[0] - camera.offset[0]) * real, at[1] - (at[1] - camera.offset[1]) * real],
  };
}

/** At exactly this scale, the scene point under the pixel `at` staying there. */
export const atScale = (camera: Camera, scale: number, at: Point): Camera =>
  zoomed(camera, scale / camera.scale, at);

/**
 * What a wheel turn zooms by. Mice send steps of about 100 pixels and trackpads' pinches many small ones, so the
 * factor is exponential in the distance and one turn is bounded.
 */
export const wheelFactor = (pixels: number): number => Math.exp(-Math.max(-120, Math.min(120, pixels)) / 240);

/** Two fingers that were at `before` and are at `now`: the scene points under them stay under them. */
export function pinched(camera: Camera, before: [Point, Point], now: [Point, Point]): Camera {
  const middle = (pair: [Point, Point]): Point => [
    (pair[0][0] + pair[1][0]) / 2,
    (pair[0][1] + pair[1][1]) / 2,
  ];
  const apart = (pair: [Point, Point]): number =>
    Math.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1]);
  const [from, to] = [middle(before), middle(now)];
  const spread = apart(before) > 0 ? apart(now) / apart(before) : 1;
  return zoomed(panned(camera, [to[0] - from[0], to[1] - from[1]]), spread, to);
}

/** `rect` in the middle of the sight, as large as fits with `margin` pixels around it but not above `most`. */
export function fitted(rect: Rect, viewport: Viewport, margin = 48, most = 1): Camera {
  const room = (size: number): number => Math.max(1, size - 2 * margin);
  const scale = bounded(
    Math.min(most, room(viewport[0]) / Math.max(1, rect[2]), room(viewport[1]) / Math.max(1, rect[3])),
  );
  const [x, y] = centre(rect);
  return { scale, offset: [viewport[0] / 2 - x * scale, viewport[1] / 2 - y * scale] };
}

/** How much of the canvas's lower edge the floating bars cover beyond the margin of a fitted map, in pixels. */
const BARS = 56;

/** All of a map of these bounds; an empty one begins in the middle. */
export function fittedMap(bounds: Rect, [width, height]: Viewport): Camera {
  // Not behind the bars along the lower edge.
  if (bounds[2] > 0) return fitted(bounds, [width, height - Math.min(BARS, height / 4)]);
  return { scale: 1, offset: [width / 2, height / 2] };
}

/** Moved just as far as needed to have `rect` in sight with `margin` pixels around it; the same camera if it is. */
export function revealed(camera: Camera, rect: Rect, viewport: Viewport, margin = 48): Camera {
  const seen = rectToScreen(camera, rect);
  const shift = (start: number, size: number, whole: number): number => {
    if (size > whole - 2 * margin) return whole / 2 - (start + size / 2);
    return Math.max(0, margin - start) - Math.max(0, start + size - (whole - margin));
  };
  const by: Point = [shift(seen[0], seen[2], viewport[0]), shift(seen[1], seen[3], viewport[1])];
  return by[0] === 0 && by[1] === 0 ? camera : panned(camera, by);
}

/** With `point` in the middle of the sight. */
export const centred = (camera: Camera, point: Point, viewport: Viewport): Camera => ({
  scale: camera.scale,
  offset: [viewport[0] / 2 - point[0] * camera.scale, viewport[1] / 2 - point[1] * camera.scale],
});

/** What is in sight, in scene units. */
export function sight(camera: Camera, viewport: Viewport): Rect {
  const [x, y] = toScene(camera, [0, 0]);
  return [x, y, viewport[0] / camera.scale, viewport[1] / camera.scale];
}

/** What is painted for a sight: more on every side, so that a pan has something to show. */
export function overscanned([x, y, w, h]: Rect): Rect {
  return [x - w * OVERSCAN, y - h * OVERSCAN, w * (1 + 2 * OVERSCAN), h * (1 + 2 * OVERSCAN)];
}

/** Whether the painted part no longer holds all that is in sight. */
export const leaves = (painted: Rect | null, seen: Rect): boolean =>
  painted === null || !covers(painted, seen);

/**
 * The transform that shows at `camera` a layer whose scale `baked` is drawn into it. At that scale it stands on whole
 * pixels of the device, of which a CSS pixel has `density`: between them a browser blurs what it has painted.
 */
export function layerTransform(camera: Camera, baked: number, density: number): string {
  const [x, y] = camera.offset;
  const stretch = camera.scale / baked;
  const whole = (length: number): number => Math.round(length * density) / density;
  return stretch === 1
    ? `translate(${whole(x)}px, ${whole(y)}px)`
    : `translate(${x}px, ${y}px) scale(${stretch})`;
}
