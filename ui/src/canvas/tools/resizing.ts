/** A room's walls are pulled. */

import type { Begin } from '../context';
import { grown, hull, minus } from '../kernels/geometry';
import type { Hit } from '../kernels/hit';
import { resized, resizeEdit } from '../kernels/resize';
import type { Tool } from '../machine';

/** The distance kept between a wall and what is inside it. */
const PADDING = 10;

export const resizing: Tool<Begin & { readonly under: Extract<Hit, { on: 'walls' }> }> = {
  name: 'resizing',
  enter({ at: start, under: { room, walls }, ...context }) {
    const { stage, session } = context;
    const { cards, rooms } = stage.sheet.scene;
    const inside = hull([
      ...cards.filter((card) => card.room === room.id).map((card) => card.rect),
      ...rooms.filter((inner) => inner.parent === room.id).map((inner) => inner.rect),
    ]);
    let rect = room.rect;
    const done = (): void => {
      stage.show(null);
      stage.machine.rest();
    };
    return {
      move(at) {
        const contents = inside && grown(inside, PADDING);
        rect = resized(room.rect, walls, minus(at.scene, start.scene), contents);
        stage.show({ room: rect });
      },
      up() {
        done();
        if (rect === room.rect) return;
        stage.expectOwn();
        void session.edit(resizeEdit(room.id, rect));
      },
      cancel: done,
    };
  },
};
