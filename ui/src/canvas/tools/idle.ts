/** Nothing is going on: shows what a press would take, and waits for one. */

import type { Context } from '../context';
import { hit, type Hit, type Walls } from '../kernels/hit';
import type { At, Tool } from '../machine';
import { brushing } from './brushing';
import { connecting } from './connecting';
import { panning } from './panning';
import { pointing } from './pointing';

export const idle: Tool<Context> = {
  name: 'idle',
  enter(context) {
    const { stage, session } = context;
    const aimed = (at: At): Hit =>
      hit(stage.sheet, at.scene, {
        scale: stage.scale,
        coarse: at.coarse,
        handlesOf: session.canEdit ? (stage.handlesOf ?? chosenCard(context, at)) : undefined,
      });
    return {
      down(at) {
        const under = aimed(at);
        if (session.tool === 'hand') return stage.machine.go(panning, { ...context, at });
        if (under.on === 'handle') return stage.machine.go(connecting, { ...context, at, card: under.card });
        if (session.tool === 'connect' && under.on === 'card') {
          return stage.machine.go(connecting, { ...context, at, card: under.card });
        }
        if (at.coarse && under.on !== 'card' && under.on !== 'title') {
          return stage.machine.go(panning, { ...context, at, tapped: under });
        }
        if (under.on === 'ground' || under.on === 'room')
          return stage.machine.go(brushing, { ...context, at });
        stage.machine.go(pointing, { ...context, at, under });
      },
      move(at) {
        if (at.coarse) return;
        const under = aimed(at);
        stage.cursor(session.tool === 'hand' ? 'grab' : cursorOver(under, session.tool, session.canEdit));
        stage.hover(hovered(under, session.canEdit));
      },
      up: () => undefined,
      cancel: () => undefined,
    };
  },
};

/** With fingers there is no hover: the one selected card shows its handles. */
function chosenCard(
  { stage, session }: Context,
  at: At,
): ReturnType<Context['stage']['sheet']['cards']['get']> {
  const one = session.selection.single;
  return at.coarse && one?.kind === 'team' ? stage.sheet.cards.get(one.id) : undefined;
}

function hovered(under: Hit, canEdit: boolean): Parameters<Context['stage']['hover']>[0] {
  switch (under.on) {
    case 'handle':
    case 'card':
      return { card: under.card, handles: canEdit };
    case 'tie':
      return { tie: under.tie.id };
    case 'title':
      return { room: under.room.id };
    default:
      return null;
  }
}

function cursorOver(under: Hit, tool: string, canEdit: boolean): string {
  if (tool === 'team' || under.on === 'handle' || (tool === 'connect' && under.on === 'card'))
    return 'crosshair';
  if (under.on === 'walls' && canEdit) return resizeCursor(under.walls);
  return under.on === 'card' || under.on === 'tie' || under.on === 'title' ? 'pointer' : 'default';
}

function resizeCursor({ x, y }: Walls): string {
  if (x === 0) return 'ns-resize';
  if (y === 0) return 'ew-resize';
  return x === y ? 'nwse-resize' : 'nesw-resize';
}
