/**
 * What is being dragged, in a small layer of its own: copies of the lifted shapes that move by one transform, and
 * their ties as the desk routes them meanwhile. The scene below keeps its picture and only hides what was lifted.
 */

import type { TieShape } from '../../backend/protocol/TieShape';
import type { Point } from '../kernels/geometry';
import type { Painter } from './painter';
import { pill, tie } from './shapes';
import { svg } from './svg';

/** What to lift: the ids of rooms, cards and ties. */
export interface Lift {
  readonly rooms: readonly string[];
  readonly cards: readonly string[];
  readonly ties: readonly string[];
  /** Leave the originals in sight, as when they are copied. */
  readonly copy?: boolean;
}

/** The layer of what is being dragged. */
export class Ghost {
  /** The element to put into the page. */
  readonly element: SVGSVGElement;

  readonly #rooms = svg('g');
  readonly #ties = svg('g');
  readonly #cards = svg('g');
  readonly #pills = svg('g');
  readonly #scaled = svg('g', {}, [this.#rooms, this.#ties, this.#cards, this.#pills]);
  #lifted: readonly string[] = [];
  #hidden: Element[] = [];

  constructor() {
    this.element = svg('svg', { class: 'scene ghost', width: 1, height: 1, 'aria-hidden': 'true' }, [
      this.#scaled,
    ]);
  }

  /** Whether something is lifted. */
  get holds(): boolean {
    return this.#cards.hasChildNodes() || this.#rooms.hasChildNodes();
  }

  bake(scale: number): void {
    this.#scaled.setAttribute('transform', `scale(${scale})`);
  }

  /** Lifts shapes from the painted scene. */
  lift(painter: Painter, what: Lift): void {
    this.drop();
    const copies = (ids: readonly string[]): Node[] =>
      ids.flatMap((id) => painter.elements(id)).map((element) => element.cloneNode(true));
    this.#rooms.append(...copies(what.rooms));
    this.#cards.append(...copies(what.cards));
    if (what.copy) return;
    this.#ties.append(...copies(what.ties));
    this.#lifted = [...what.rooms, ...what.cards, ...what.ties];
    this.hide(painter);
  }

  /** Hides in the scene what is lifted; once more when it was painted anew. */
  hide(painter: Painter): void {
    for (const element of this.#hidden) element.classList.remove('away');
    this.#hidden = this.#lifted.flatMap((id) => painter.elements(id));
    for (const element of this.#hidden) element.classList.add('away');
  }

  /** Moves all that was lifted, but for ties, which are routed anew. */
  move([dx, dy]: Point): void {
    for (const group of [this.#rooms, this.#cards]) group.setAttribute('transform', `translate(${dx} ${dy})`);
  }

  /** Shows these ties instead of those lifted. */
  route(ties: readonly TieShape[], labels: boolean): void {
    this.#ties.replaceChildren(...ties.flatMap(tie));
    this.#pills.replaceChildren(...(labels ? ties.flatMap(pill) : []));
  }

  /** Lets go: the scene shows everything again. */
  drop(): void {
    for (const element of this.#hidden) element.classList.remove('away');
    this.#hidden = [];
    this.#lifted = [];
    for (const group of [this.#rooms, this.#ties, this.#cards, this.#pills]) {
      group.replaceChildren();
      group.removeAttribute('transform');
    }
  }
}
