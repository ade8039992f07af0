/** What the canvas does for the commands: moving the sight, and whatever needs to know where things lie. */

import type { CardShape } from '../backend/protocol/CardShape';
import type { Spot } from '../backend/protocol/Spot';
import type { CameraControl, CanvasControl } from '../state/canvas';
import { words } from '../words';
import type { Context } from './context';
import { draftTeam } from './drafts';
import * as camera from './kernels/camera';
import { aligned } from './kernels/align';
import { centre, hull, type Direction, type Point, type Rect } from './kernels/geometry';
import { roomAt } from './kernels/hit';
import { moveEdit, withContents } from './kernels/move';
import { around, free, linked, NEW_CARD } from './kernels/place';
import { across, alongTies, nearest, next } from './kernels/walk';
import { rename } from './renaming';
import { connecting } from './tools/connecting';
import type { At } from './machine';

/** One press of a zoom key. */
const ZOOM_STEP = 1.25;
/** The steps to both sides in which room for a new card is looked for. */
const ASIDE: Point = [NEW_CARD[0] + 28, 0];

/** Moves the sight. */
export function cameraControl({ stage, session }: Context): CameraControl {
  const middle = (): Point => [stage.viewport[0] / 2, stage.viewport[1] / 2];
  const show = (rect: Rect | null): void => {
    if (!rect) return;
    const fits =
      rect[2] * stage.scale < stage.viewport[0] - 96 && rect[3] * stage.scale < stage.viewport[1] - 96;
    // Letters that cannot be read are no sight of a thing.
    if (fits && stage.scale >= 0.5) stage.look(camera.revealed(stage.camera, rect, stage.viewport));
    else stage.lookNow(camera.fitted(rect, stage.viewport));
  };
  const reveal = async (ids: {
    teams: string[];
    functions: string[];
    dependencies: string[];
  }): Promise<void> => {
    show((await session.call('locate', ids))?.rect ?? null);
  };
  return {
    zoomIn: () => stage.lookNow(camera.zoomed(stage.camera, ZOOM_STEP, middle())),
    zoomOut: () => stage.lookNow(camera.zoomed(stage.camera, 1 / ZOOM_STEP, middle())),
    hundred: () => stage.lookNow(camera.atScale(stage.camera, 1, middle())),
    fit: () => stage.fit(),
    fitSelection() {
      if (session.selection.size === 0) return stage.fit();
      void session.call('locate', session.selection.records()).then((found) => {
        if (found?.rect) stage.lookNow(camera.fitted(found.rect, stage.viewport));
      });
    },
    centreOn(ids) {
      const { sheet } = stage;
      const known = ids.map((id) => sheet.cards.get(id)?.rect ?? sheet.rooms.get(id)?.rect);
      const all = known.filter((rect) => rect !== undefined);
      if (all.length === ids.length) return show(hull(all));
      void reveal({
        teams: ids.filter((id) => session.index.team(id)),
        functions: ids.filter((id) => session.index.function(id)),
        dependencies: [],
      });
    },
    get scale() {
      return stage.scale;
    },
    centre() {
      const [x, y] = stage.toScene(middle());
      return { x, y };
    },
  };
}

/** Does what needs to know where things lie. */
export function canvasControl(context: Context, focus: () => void): CanvasControl {
  const { stage, session, fields } = context;

  const chosen = (): CardShape | undefined => {
    const one = session.selection.single;
    return one?.kind === 'team' ? stage.sheet.cards.get(one.id) : undefined;
  };

  const select = (team: string): void => {
    session.selection.only(session.index.function(team) ? 'function' : 'team', team);
    session.camera?.centreOn([team]);
  };

  const addLinked = (direction: Direction): void => {
    const card = chosen();
    if (!card || !session.canEdit) return;
    const rect = linked(card.rect, direction, stage.sheet.scene.cards);
    stage.look(camera.revealed(stage.camera, rect, stage.viewport));
    const link = { card, provides: true, ask: false };
    draftTeam(context, { rect, room: roomFor(card, rect), link, then: addLinked });
  };

  /** The neighbour's function, unless the card would stand in another one. */
  const roomFor = (card: CardShape, rect: Rect): string | null => {
    const under = roomAt(stage.sheet, centre(rect));
    return under ? under.id : card.room;
  };

  return {
    addTeam(at?: Spot) {
      if (!session.canEdit) return;
      const wanted: Point = at ? [at.x, at.y] : centre(stage.sight);
      const rect = at ? around(wanted) : free(wanted, ASIDE, stage.sheet.scene.cards);
      draftTeam(context, { rect, room: roomAt(stage.sheet, centre(rect))?.id ?? null, then: addLinked });
    },
    addLinked,
    walk(direction) {
      const card = chosen();
      const { scene } = stage.sheet;
      if (!card) {
        const id = nearest(scene, centre(stage.sight));
        if (id !== undefined) select(id);
        return;
      }
      const id =
        alongTies(stage.sheet, card.id, direction) ??
        across(scene, centre(card.rect), direction, new Set([card.id]));
      if (id !== undefined) select(id);
    },
    step(by) {
      const order = readingOrder(session.outline?.teams ?? [], stage.sheet.cards);
      const id = next(order, session.selection.single?.id, by < 0);
      if (id !== undefined) select(id);
      return id !== undefined;
    },
    nudge(dx, dy) {
      const { teams, functions } = session.selection;
      const moving = withContents(teams, functions, stage.sheet.scene.cards, stage.sheet.scene.rooms);
      if (moving.cards.length + moving.rooms.length === 0) return;
      stage.expectOwn();
      void session.edit(moveEdit(moving, [dx, dy]));
    },
    align(side) {
      const cards = stage.sheet.scene.cards.filter((card) => session.selection.teams.has(card.id));
      if (cards.length > 1) void session.edit(aligned(cards, side));
    },
    rename: (kind, id, text) => rename(context, { kind, id }, text),
    connect() {
      const card = chosen();
      if (!card || !session.canEdit) return;
      focus();
      context.say(words.canvas.chooseReceiver(card.name));
      stage.machine.go(connecting, { ...context, card, sticks: true, at: pointAt(centre(card.rect)) });
    },
    focus: () => {
      if (!fields.open) focus();
    },
  };
}

const pointAt = (scene: Point): At => ({
  scene,
  screen: [0, 0],
  shift: false,
  ctrl: false,
  alt: false,
  coarse: false,
});

/** Teams as one reads them on the screen, row by row; then those that are out of sight. */
function readingOrder(teams: readonly { id: string }[], cards: ReadonlyMap<string, CardShape>): string[] {
  const seen = [...cards.values()].sort((a, b) => row(a) - row(b) || a.rect[0] - b.rect[0]);
  const rest = teams.filter((team) => !cards.has(team.id));
  return [...seen, ...rest].map((one) => one.id);
}

/** Cards whose tops are a little apart are in one row. */
const row = (card: CardShape): number => Math.round(card.rect[1] / 24);
