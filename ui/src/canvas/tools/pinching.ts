/** Two fingers push and stretch the map. */

import type { Context } from '../context';
import { pinched } from '../kernels/camera';
import type { Point } from '../kernels/geometry';
import type { Tool } from '../machine';

/** The two fingers, kept up to date by the canvas, in pixels. */
export type Fingers = () => [Point, Point] | null;

export const pinching: Tool<Context & { readonly fingers: Fingers }> = {
  name: 'pinching',
  enter({ fingers, ...context }) {
    const { stage } = context;
    const before = stage.camera;
    const start = fingers();
    const over = (): void => stage.machine.rest();
    return {
      move() {
        const now = fingers();
        if (start && now) stage.look(pinched(before, start, now));
      },
      up: over,
      cancel: over,
    };
  },
};
