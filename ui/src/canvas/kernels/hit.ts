/** What of a scene lies under a point. Cards are above labels of ties, those above ties, those above rooms. */

import type { CardShape } from '../../backend/protocol/CardShape';
import type { RoomShape } from '../../backend/protocol/RoomShape';
import type { Scene } from '../../backend/protocol/Scene';
import type { TieShape } from '../../backend/protocol/TieShape';
import { distanceTo, flatten, type Polyline } from './curve';
import { distance, grown, holds, overlap, sides, type Direction, type Point, type Rect } from './geometry';

/** Which walls a resize pulls: "n" and "w" at the top left corner. */
export type Walls = { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 };

/** What lies under a point. */
export type Hit =
  | { readonly on: 'handle'; readonly card: CardShape; readonly side: Direction }
  | { readonly on: 'card'; readonly card: CardShape }
  | { readonly on: 'tie'; readonly tie: TieShape }
  | { readonly on: 'walls'; readonly room: RoomShape; readonly walls: Walls }
  | { readonly on: 'title'; readonly room: RoomShape }
  | { readonly on: 'room'; readonly room: RoomShape }
  | { readonly on: 'ground' };

/** The height of a room's title strip, by which it is dragged. */
export const TITLE_STRIP = 34;

/** How far outside the card a connect handle sits, in pixels. */
export const HANDLE_OUT = 9;

/** A scene made ready for many questions. */
export interface Sheet {
  readonly scene: Scene;
  readonly cards: ReadonlyMap<string, CardShape>;
  readonly rooms: ReadonlyMap<string, RoomShape>;
  readonly ties: ReadonlyMap<string, TieShape>;
  /** The tie that shows a dependency. */
  readonly tieOf: ReadonlyMap<string, TieShape>;
  /** A tie's points. */
  line(tie: TieShape): Polyline;
}

/** Makes a scene ready. */
export function sheet(scene: Scene): Sheet {
  const lines = new Map<string, Polyline>();
  const tieOf = new Map<string, TieShape>();
  for (const tie of scene.ties) for (const id of tie.dependencies) tieOf.set(id, tie);
  return {
    scene,
    cards: new Map(scene.cards.map((card) => [card.id, card])),
    rooms: new Map(scene.rooms.map((room) => [room.id, room])),
    ties: new Map(scene.ties.map((tie) => [tie.id, tie])),
    tieOf,
    line(tie) {
      let line = lines.get(tie.id);
      if (!line) lines.set(tie.id, (line = flatten(tie.path)));
      return line;
    },
  };
}

/** How precisely the point is meant. */
export interface Aim {
  /** Screen pixels per scene unit. */
  readonly scale: number;
  /** A finger instead of a mouse: everything is easier to hit. */
  readonly coarse?: boolean;
  /** The card that shows its connect handles, if one does. */
  readonly handlesOf?: CardShape | undefined;
}

/** Where the connect handles of a card are, in scene units. */
export function handles(card: CardShape, scale: number): Record<Direction, Point> {
  return sides(grown(card.rect, HANDLE_OUT / scale));
}

/** What lies under `point`, in scene units. */
export function hit(sheet: Sheet, point: Point, aim: Aim): Hit {
  const pixels = (n: number): number => n / aim.scale;
  const reach = pixels(aim.coarse ? 22 : 8);
  if (aim.handlesOf) {
    const near = Object.entries(handles(aim.handlesOf, aim.scale)) as [Direction, Point][];
    const [side, at] = near.reduce((a, b) => (distance(a[1], point) <= distance(b[1], point) ? a : b));
    if (distance(at, point) <= reach) return { on: 'handle', card: aim.handlesOf, side };
  }
  const card = cardAt(sheet, point);
  if (card) return { on: 'card', card };
  const tie = tieAt(sheet, point, pixels(aim.coarse ? 16 : 6));
  if (tie) return { on: 'tie', tie };
  const wall = wallsAt(sheet, point, pixels(aim.coarse ? 14 : 5));
  if (wall) return wall;
  const room = roomAt(sheet, point);
  if (!room) return { on: 'ground' };
  const asOne = room.collapsed || sheet.scene.level === 'far';
  return { on: asOne || point[1] <= room.rect[1] + TITLE_STRIP ? 'title' : 'room', room };
}

/** The card under a point; the one painted last, if several are. */
export const cardAt = (sheet: Sheet, point: Point): CardShape | undefined =>
  sheet.scene.cards.findLast((card) => holds(card.rect, point));

/** The innermost room under a point. */
export const roomAt = (sheet: Sheet, point: Point, but?: ReadonlySet<string>): RoomShape | undefined =>
  sheet.scene.rooms.findLast((room) => holds(room.rect, point) && !but?.has(room.id));

function tieAt(sheet: Sheet, point: Point, reach: number): TieShape | undefined {
  const labelled = sheet.scene.ties.findLast((tie) => tie.label && holds(tie.label.rect, point));
  if (labelled) return labelled;
  let best: TieShape | undefined;
  let least = Infinity;
  for (const tie of sheet.scene.ties) {
    const line = sheet.line(tie);
    if (!holds(grown(line.around, reach + tie.width), point)) continue;
    const away = distanceTo(line, point) - tie.width / 2;
    if (away <= reach && away < least) [best, least] = [tie, away];
  }
  return best;
}

function wallsAt(sheet: Sheet, point: Point, reach: number): Hit | undefined {
  for (const room of sheet.scene.rooms.toReversed()) {
    if (room.collapsed || sheet.scene.level === 'far') continue;
    const walls = wallsNear(room.rect, point, reach);
    if (walls) return { on: 'walls', room, walls };
    // An inner room hides the walls of those around it.
    if (holds(room.rect, point)) return undefined;
  }
  return undefined;
}

function wallsNear(rect: Rect, point: Point, reach: number): Walls | undefined {
  if (!holds(grown(rect, reach), point)) return undefined;
  const side = (at: number, start: number, size: number): -1 | 0 | 1 =>
    Math.abs(at - start) <= reach ? -1 : Math.abs(at - start - size) <= reach ? 1 : 0;
  const walls: Walls = { x: side(point[0], rect[0], rect[2]), y: side(point[1], rect[1], rect[3]) };
  return walls.x || walls.y ? walls : undefined;
}

/** What a rubber band catches: every card it touches, and the rooms and ties that lie wholly in it. */
export function caught(
  sheet: Sheet,
  band: Rect,
): { teams: string[]; functions: string[]; dependencies: string[] } {
  const within = (rect: Rect): boolean =>
    rect[0] >= band[0] &&
    rect[1] >= band[1] &&
    rect[0] + rect[2] <= band[0] + band[2] &&
    rect[1] + rect[3] <= band[1] + band[3];
  return {
    teams: sheet.scene.cards.filter((card) => overlap(card.rect, band)).map((card) => card.id),
    functions: sheet.scene.rooms.filter((room) => within(room.rect)).map((room) => room.id),
    dependencies: sheet.scene.ties
      .filter((tie) => within(sheet.line(tie).around))
      .flatMap((tie) => tie.dependencies),
  };
}
