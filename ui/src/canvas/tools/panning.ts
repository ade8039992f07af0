/** The map is pushed with the pointer. */

import type { Begin } from '../context';
import { panned } from '../kernels/camera';
import { distance, minus } from '../kernels/geometry';
import type { Hit } from '../kernels/hit';
import type { Tool } from '../machine';
import { press, release } from '../selecting';
import { SLOP } from './pointing';

/** `tapped`: what a finger has touched, which a tap without a pan selects. */
export const panning: Tool<Begin & { readonly tapped?: Hit }> = {
  name: 'panning',
  enter({ at: start, tapped, ...context }) {
    const { stage, session } = context;
    const before = stage.camera;
    let moved = false;
    stage.cursor('grabbing');
    const done = (): void => {
      stage.cursor(session.tool === 'hand' ? 'grab' : 'default');
      stage.machine.rest();
    };
    return {
      move(at) {
        moved ||= distance(at.screen, start.screen) >= (at.coarse ? 2 * SLOP : 0);
        if (moved) stage.look(panned(before, minus(at.screen, start.screen)));
      },
      up() {
        if (tapped && !moved) {
          press(session, tapped, start);
          release(session, tapped, start);
        }
        done();
      },
      cancel() {
        stage.look(before);
        done();
      },
    };
  },
};
