/** Cards and rooms are moved, or copied with Alt; their ties follow as the desk routes them. */

import type { CardMove } from '../../backend/protocol/CardMove';
import type { Edit } from '../../backend/protocol/Edit';
import type { Begin } from '../context';
import { grown, minus, overlap, type Point, type Rect } from '../kernels/geometry';
import { roomAt } from '../kernels/hit';
import { displaced, moveEdit, withContents } from '../kernels/move';
import type { At, Tool } from '../machine';
import { Following } from '../following';

/** The most cards whose ties are routed while they move. */
const FOLLOWED = 60;

export const dragging: Tool<Begin> = {
  name: 'dragging',
  enter({ at: start, ...context }) {
    const { stage, session } = context;
    const { sheet } = stage;
    const { selection } = session;
    const moving = withContents(selection.teams, selection.functions, sheet.scene.cards, sheet.scene.rooms);
    const going = new Set([...moving.cards, ...moving.rooms].map((shape) => shape.id));
    const ties = sheet.scene.ties.filter((tie) => going.has(tie.provider) || going.has(tie.receiver));
    const rooms = new Set(moving.rooms.map((room) => room.id));
    const others = nearby(
      sheet.scene.cards.filter((card) => !going.has(card.id)),
      stage.sight,
    );
    const lift = {
      rooms: moving.rooms.map((room) => room.id),
      cards: moving.cards.map((card) => card.id),
      ties: ties.map((tie) => tie.id),
    };
    const following = new Following(session.backend, (shapes) => {
      stage.ghost.route(shapes, sheet.scene.level === 'near');
    });
    let by: Point = [0, 0];
    let copies = start.alt;
    let into: { function: string | null } | undefined;
    stage.hover(null);
    stage.cursor('grabbing');
    stage.ghost.lift(stage.painter, { ...lift, copy: copies });

    const target = (at: At): { rect: Rect; room: boolean } | undefined => {
      into = undefined;
      // Only loose cards and rooms change their function; what is in a moved room stays in it.
      const loose = [
        ...moving.cards.map((card) => card.room),
        ...moving.rooms.map((room) => room.parent),
      ].filter((room) => room === null || !rooms.has(room));
      if (copies || loose.length === 0) return undefined;
      const room = roomAt(sheet, at.scene, rooms);
      if (loose.every((one) => one === (room?.id ?? null))) return undefined;
      into = { function: room?.id ?? null };
      return room && { rect: room.rect, room: true };
    };

    const drop = (): void => {
      stage.ghost.drop();
      stage.overlay.shift([0, 0]);
    };

    const over = (): void => {
      following.stop();
      stage.show(null);
      stage.cursor('default');
      stage.machine.rest();
    };

    return {
      move(at) {
        if (at.alt !== copies) {
          copies = at.alt;
          stage.ghost.lift(stage.painter, { ...lift, copy: copies });
        }
        const keys = { axis: at.shift, free: at.ctrl };
        const went = displaced(moving, minus(at.scene, start.scene), others, stage.scale, keys);
        by = went.by;
        stage.ghost.move(by);
        stage.overlay.shift(by);
        const towards = target(at);
        stage.show({ guides: went.guides, ...(towards && { target: towards }) });
        if (copies) following.stop();
        else if (moving.cards.length <= FOLLOWED && ties.length > 0) {
          following.ask(
            moving.cards.map(({ id, rect }): CardMove => ({
              team: id,
              x: rect[0] + by[0],
              y: rect[1] + by[1],
            })),
          );
        }
      },
      async up() {
        over();
        if (by[0] === 0 && by[1] === 0) return drop();
        if (copies) return void (await copy());
        stage.expectOwn();
        if (await session.edit(edit())) return;
        stage.expectOwn(false);
        drop();
      },
      cancel() {
        over();
        drop();
      },
    };

    async function copy(): Promise<void> {
      const done = await session.duplicate(by[0], by[1]);
      drop();
      return done;
    }

    function edit(): Edit {
      const move = moveEdit(moving, by, into);
      const outermost = moving.rooms.filter((room) => room.parent === null || !rooms.has(room.parent));
      if (!into || outermost.length === 0) return move;
      const set = { parent: into.function };
      const functions = outermost.map((room) => room.id);
      return { type: 'many', edits: [{ type: 'update-functions', functions, set }, move] };
    }
  },
};

/** What a card is drawn to: those in sight, which are the ones a person lines up with. */
const nearby = (cards: readonly { rect: Rect }[], sight: Rect): Rect[] =>
  cards.map((card) => card.rect).filter((rect) => overlap(rect, grown(sight, 0)));
