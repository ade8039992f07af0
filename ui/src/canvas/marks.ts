/**
 * The layer of what might be: ghosts of dependencies, signs at cards, and classes on the painted shapes below. The
 * scene stays as it is; letting go takes the classes and signs away.
 */

import { bend } from './kernels/line';
import type { Point, Rect } from './kernels/geometry';
import type { Sheet } from './kernels/hit';
import { UNMARKED, type Mark, type Marking } from './marking';
import type { Painter } from './painter/painter';
import { classes, svg } from './painter/svg';

/** Of a sign, in pixels. */
const HEIGHT = 18;
const FONT = 11;

let measuring: CanvasRenderingContext2D | null = null;

/** How wide a sign's words are, in pixels. */
function widthOf(text: string): number {
  measuring ??= document.createElement('canvas').getContext('2d');
  if (!measuring) return text.length * 6.2;
  measuring.font = `600 ${FONT}px 'Tiemap Sans', sans-serif`;
  return measuring.measureText(text).width;
}

/** Draws a marking over the scene. */
export class Marks {
  /** The element to put into the page. */
  readonly element: SVGSVGElement;

  readonly #ghosts = svg('g');
  readonly #signs = svg('g');
  readonly #scaled = svg('g', {}, [this.#ghosts, this.#signs]);
  #marked: [Element, string][] = [];
  #marking: Marking = UNMARKED;

  constructor() {
    this.element = svg('svg', { class: 'overlay marks', width: 1, height: 1, 'aria-hidden': 'true' }, [
      this.#scaled,
    ]);
  }

  bake(scale: number): void {
    this.#scaled.setAttribute('transform', `scale(${scale})`);
  }

  /** What to draw from now on. */
  set(marking: Marking): void {
    this.#marking = marking;
  }

  /** Draws it over what is painted now. */
  draw(painter: Painter, sheet: Sheet, scale: number): void {
    for (const [element, name] of this.#marked) element.classList.remove(name);
    this.#marked = [];
    const { teams, rooms, cut, detours, ghosts } = this.#marking;
    const mark = (id: string, name: string): void => {
      for (const element of painter.elements(id)) {
        element.classList.add(name);
        this.#marked.push([element, name]);
      }
    };
    const signs: SVGElement[] = [];
    for (const room of sheet.scene.rooms) if (rooms.has(room.id)) mark(room.id, 'gone');
    for (const tie of sheet.scene.ties) {
      if (tie.dependencies.some((id) => detours.has(id))) mark(tie.id, 'detour');
      else if (tie.dependencies.length > 0 && tie.dependencies.every((id) => cut.has(id)))
        mark(tie.id, 'cut');
    }
    for (const card of sheet.scene.cards) {
      const found = teams.get(card.id);
      if (!found) continue;
      if (found.look === 'gone') mark(card.id, 'gone');
      signs.push(sign(found, card.rect, scale));
    }
    const place = (id: string): Rect | undefined => sheet.cards.get(id)?.rect ?? sheet.rooms.get(id)?.rect;
    this.#ghosts.replaceChildren(
      ...ghosts.flatMap(({ provider, receiver }) => {
        const [from, to] = [place(provider), place(receiver)];
        return from && to ? ghost(from, to, scale) : [];
      }),
    );
    this.#signs.replaceChildren(...signs);
  }
}

/** A pill at the lower right corner of a card. */
function sign({ look, text }: Mark, [x, y, w, h]: Rect, scale: number): SVGElement {
  const [width, height] = [(widthOf(text) + 14) / scale, HEIGHT / scale];
  const [left, top] = [x + w - width + 6 / scale, y + h - height / 2];
  const words = svg('text', {
    x: left + width / 2,
    y: top + height / 2 + (FONT * 0.36) / scale,
    'font-size': FONT / scale,
    'text-anchor': 'middle',
  });
  words.textContent = text;
  return svg('g', { class: classes('sign', look) }, [
    svg('rect', { x: left, y: top, width, height, rx: height / 2 }),
    words,
  ]);
}

/** A dependency that is not there, with its arrow. */
function ghost(from: Rect, to: Rect, scale: number): SVGElement[] {
  const { d, end } = bend(from, to);
  const numbers = d.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  const before: Point = [numbers[4] ?? end[0], numbers[5] ?? end[1]];
  return [
    svg('path', { class: 'ghost-tie', d }),
    svg('path', { class: 'ghost-arrow', d: arrow(before, end, 9 / scale) }),
  ];
}

function arrow([fx, fy]: Point, [x, y]: Point, size: number): string {
  const length = Math.hypot(x - fx, y - fy) || 1;
  const [ux, uy] = [(x - fx) / length, (y - fy) / length];
  const [bx, by] = [x - ux * size, y - uy * size];
  const half = size * 0.5;
  return `M${x} ${y}L${bx - uy * half} ${by + ux * half}L${bx + uy * half} ${by - ux * half}Z`;
}
