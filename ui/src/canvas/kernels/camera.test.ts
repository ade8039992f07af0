import { describe, expect, test } from 'vitest';

import {
  atScale,
  fitted,
  LARGEST,
  layerTransform,
  leaves,
  overscanned,
  panned,
  pinched,
  rectToScreen,
  revealed,
  sight,
  SMALLEST,
  START,
  toScene,
  toScreen,
  wheelFactor,
  zoomed,
} from './camera';
import type { Point, Rect } from './geometry';

const near = (a: readonly number[], b: readonly number[]): void => {
  a.forEach((n, i) => expect(n).toBeCloseTo(b[i] ?? NaN, 6));
};

describe('the camera', () => {
  const camera = { scale: 2, offset: [30, -10] as Point };

  test('going to the screen and back leads to the same point', () => {
    near(toScene(camera, toScreen(camera, [7, 9])), [7, 9]);
  });

  test('a zoom keeps what is under the pointer there', () => {
    const at: Point = [200, 120];
    const before = toScene(camera, at);
    for (const factor of [0.3, 1.4, 1000]) near(toScene(zoomed(camera, factor, at), at), before);
  });

  test('a zoom ends at the bounds and does not drift there', () => {
    expect(zoomed(camera, 1e9, [5, 5]).scale).toBe(LARGEST);
    expect(zoomed(camera, 1e-9, [5, 5]).scale).toBe(SMALLEST);
    const most = zoomed(camera, 1e9, [5, 5]);
    expect(zoomed(most, 2, [90, 90])).toEqual(most);
  });

  test('a turn of the wheel and back is no change, and one turn is bounded', () => {
    expect(wheelFactor(50) * wheelFactor(-50)).toBeCloseTo(1);
    expect(wheelFactor(-1e9)).toBeLessThan(2);
    expect(wheelFactor(100)).toBeLessThan(1);
  });

  test('two fingers keep the points under them', () => {
    const [before, now]: [Point, Point][] = [
      [
        [100, 100],
        [200, 100],
      ],
      [
        [80, 150],
        [280, 150],
      ],
    ];
    if (!before || !now) throw new Error('two pairs');
    const after = pinched(camera, before, now);
    expect(after.scale).toBeCloseTo(4);
    near(toScene(after, now[0]), toScene(camera, before[0]));
    near(toScene(after, now[1]), toScene(camera, before[1]));
  });

  test('fitting shows the whole in the middle and never magnifies', () => {
    const rect: Rect = [100, 100, 4000, 500];
    const camera = fitted(rect, [1000, 800], 50);
    const [x, , w] = rectToScreen(camera, rect);
    expect([x, w]).toEqual([50, 900]);
    expect(fitted([0, 0, 10, 10], [1000, 800]).scale).toBe(1);
    expect(atScale(camera, 1, [0, 0]).scale).toBe(1);
  });

  test('what is in sight is not moved into sight', () => {
    expect(revealed(START, [100, 100, 50, 50], [800, 600])).toBe(START);
  });

  test('what is out of sight comes in by the shortest way', () => {
    const camera = revealed(START, [900, 100, 50, 50], [800, 600], 20);
    expect(camera.offset).toEqual([-170, 0]);
  });
});

describe('the painted part', () => {
  const viewport = [1000, 600] as const;
  const painted = overscanned(sight(START, viewport));

  test('a pan of a third of the sight stays on it, a longer one leaves it', () => {
    expect(leaves(painted, sight(panned(START, [-340, 200]), viewport))).toBe(false);
    expect(leaves(painted, sight(panned(START, [-360, 0]), viewport))).toBe(true);
    expect(leaves(null, sight(START, viewport))).toBe(true);
  });

  test('a pan only moves the layer, a zoom stretches it until the scale is drawn in', () => {
    const camera = { scale: 2, offset: [5, 6] as Point };
    expect(layerTransform(camera, 2, 1)).toBe('translate(5px, 6px)');
    expect(layerTransform(camera, 1, 1)).toBe('translate(5px, 6px) scale(2)');
  });

  test('what is painted stands on whole pixels of the device', () => {
    const camera = { scale: 2, offset: [5.3, 6.3] as Point };
    expect(layerTransform(camera, 2, 1)).toBe('translate(5px, 6px)');
    expect(layerTransform(camera, 2, 2)).toBe('translate(5.5px, 6.5px)');
    expect(layerTransform(camera, 1, 2)).toBe('translate(5.3px, 6.3px) scale(2)');
  });
});
