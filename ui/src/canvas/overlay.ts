/**
 * What lies over the map and is not part of it: hover, selection, handles, rubber band, guides, the line of a
 * connection. It is drawn in scene units with strokes that keep their width, so that a pan moves it for free.
 */

import type { CardShape } from '../backend/protocol/CardShape';
import type { Curve } from '../backend/protocol/Curve';
import type { Sheet } from './kernels/hit';
import { handles } from './kernels/hit';
import { grown, type Point, type Rect } from './kernels/geometry';
import { classes, svg } from './painter/svg';

/** What is selected, as the overlay needs it. */
export interface Chosen {
  readonly teams: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly dependencies: ReadonlySet<string>;
}

/** What the pointer is over. */
export interface Hovered {
  readonly card?: CardShape;
  readonly room?: string;
  readonly tie?: string;
  /** Show the handles that a connection is drawn from. */
  readonly handles?: boolean;
}

/** What a gesture shows. */
export interface Showing {
  readonly band?: Rect;
  readonly guides?: readonly (readonly [Point, Point])[];
  /** The line of a connection. */
  readonly line?: Curve;
  /** A card that is not there yet. */
  readonly card?: Rect;
  /** A card or room that something would go to. */
  readonly target?: { readonly rect: Rect; readonly room: boolean };
  /** A room as it would be. */
  readonly room?: Rect;
}

/** The layer over the map. */
export class Overlay {
  /** The element to put into the page. */
  readonly element: SVGSVGElement;
  /** How often each part was drawn, for tests. */
  draws = 0;

  readonly #selection = svg('g', { class: 'selection' });
  readonly #hover = svg('g', { class: 'hover' });
  readonly #gesture = svg('g', { class: 'gesture' });
  readonly #scaled = svg('g', {}, [this.#selection, this.#hover, this.#gesture]);

  constructor() {
    this.element = svg('svg', { class: 'overlay', width: 1, height: 1, 'aria-hidden': 'true' }, [
      this.#scaled,
    ]);
  }

  bake(scale: number): void {
    this.#scaled.setAttribute('transform', `scale(${scale})`);
  }

  /** Shows what is selected, as far as it is in the scene. */
  select(chosen: Chosen, sheet: Sheet, scale: number): void {
    this.draws++;
    const parts: SVGElement[] = [];
    for (const room of sheet.scene.rooms) {
      if (chosen.functions.has(room.id)) parts.push(frame(room.rect, 18, 'chosen room', scale));
    }
    for (const tie of sheet.scene.ties) {
      if (!tie.dependencies.some((id) => chosen.dependencies.has(id))) continue;
      parts.push(svg('path', { class: 'chosen halo', d: tie.path, 'stroke-width': 7 / scale + tie.width }));
      if (tie.label) parts.push(frame(tie.label.rect, tie.label.rect[3] / 2, 'chosen', scale));
    }
    for (const shape of sheet.scene.cards) {
      if (shape.pinned)
        parts.push(svg('circle', { class: 'pin', cx: shape.rect[0], cy: shape.rect[1], r: 3.5 / scale }));
    }
    for (const room of sheet.scene.rooms) {
      if (room.locked)
        parts.push(
          svg('circle', { class: 'pin', cx: room.rect[0] + 9, cy: room.rect[1] + 3, r: 3.5 / scale }),
        );
    }
    for (const card of sheet.scene.cards) {
      if (chosen.teams.has(card.id)) parts.push(frame(card.rect, 10, 'chosen', scale));
    }
    this.#selection.replaceChildren(...parts);
  }

  /** Moves the outlines of what is selected along with a drag. */
  shift([dx, dy]: Point): void {
    this.#selection.setAttribute('transform', `translate(${dx} ${dy})`);
  }

  /** Shows what the pointer is over. */
  hover(over: Hovered | null, sheet: Sheet, scale: number): void {
    this.draws++;
    const parts: SVGElement[] = [];
    const room = over?.room === undefined ? undefined : sheet.rooms.get(over.room);
    const tie = over?.tie === undefined ? undefined : sheet.ties.get(over.tie);
    if (room) parts.push(frame(room.rect, 18, 'over', scale));
    if (tie) {
      parts.push(svg('path', { class: 'over halo', d: tie.path, 'stroke-width': 5 / scale + tie.width }));
      if (tie.label?.folded) parts.push(unfolded(tie.label.full, tie.label.rect, scale));
    }
    if (over?.card) parts.push(frame(over.card.rect, 10, 'over', scale));
    if (over?.card && over.handles) {
      for (const [cx, cy] of Object.values(handles(over.card, scale))) {
        parts.push(svg('circle', { class: 'handle', cx, cy, r: 4.5 / scale }));
      }
    }
    this.#hover.replaceChildren(...parts);
  }

  /** Shows what a gesture is doing; nothing for null. */
  show(showing: Showing | null, scale: number): void {
    this.draws++;
    const parts: SVGElement[] = [];
    const { band, guides, line, card, target, room } = showing ?? {};
    if (room) parts.push(frame(room, 18, 'coming room', scale));
    if (target)
      parts.push(frame(target.rect, target.room ? 18 : 10, classes('target', target.room && 'room'), scale));
    if (card) parts.push(frame(card, 10, 'coming', scale));
    if (line) parts.push(svg('path', { class: 'line', d: line }));
    for (const [[x1, y1], [x2, y2]] of guides ?? [])
      parts.push(svg('line', { class: 'guide', x1, y1, x2, y2 }));
    if (band) {
      const [x, y, width, height] = band;
      parts.push(svg('rect', { class: 'band', x, y, width, height }));
    }
    this.#gesture.replaceChildren(...parts);
  }
}

/** An outline one pixel outside a shape. */
function frame(rect: Rect, radius: number, name: string, scale: number): SVGRectElement {
  const out = 1 / scale;
  const [x, y, width, height] = grown(rect, out);
  return svg('rect', { class: name, x, y, width, height, rx: radius + out });
}

/** The whole text of a label that found no room. */
function unfolded(text: string, [x, y, w]: Rect, scale: number): SVGElement {
  const words = svg('text', {
    x: x + w / 2,
    y: y - 8 / scale,
    'font-size': 12 / scale,
    'text-anchor': 'middle',
  });
  words.textContent = text;
  return svg('g', { class: 'unfolded' }, [words]);
}
