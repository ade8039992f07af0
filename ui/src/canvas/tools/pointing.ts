/** Pressed on something and not moved yet: a click selects it, a drag moves it. */

import type { Begin } from '../context';
import { distance } from '../kernels/geometry';
import type { Hit } from '../kernels/hit';
import type { Tool } from '../machine';
import { press, release } from '../selecting';
import { dragging } from './dragging';
import { resizing } from './resizing';

/** How far the pointer may tremble, in pixels. */
export const SLOP = 4;

export const pointing: Tool<Begin & { readonly under: Hit }> = {
  name: 'pointing',
  enter({ at: start, under, ...context }) {
    const { stage, session } = context;
    press(session, under, start);
    return {
      move(at) {
        if (distance(at.screen, start.screen) < (at.coarse ? 3 * SLOP : SLOP) || !session.canEdit) return;
        if (under.on === 'walls') stage.machine.go(resizing, { ...context, at: start, under });
        else if (under.on === 'card' || under.on === 'title')
          stage.machine.go(dragging, { ...context, at: start });
        else return;
        stage.machine.move(at);
      },
      up() {
        release(session, under, start);
        stage.machine.rest();
      },
      cancel: () => stage.machine.rest(),
    };
  },
};
