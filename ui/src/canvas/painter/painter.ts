/**
 * Paints scenes as SVG DOM. A shape that is the same as before keeps its element, so that a new scene costs what has
 * changed. When the level of detail changes, the old picture fades out under the new one.
 */

import type { Scene } from '../../backend/protocol/Scene';
import type { Emphasis } from '../emphasis';
import { animateFrom } from './motion';
import { card, pill, plate, room, tie } from './shapes';
import { svg } from './svg';
import { same } from './same';

/** How long the old picture fades, in milliseconds; the style sheet says the same. */
const FADE = 160;

interface Painted {
  readonly shape: unknown;
  readonly element: SVGGElement;
}

/** One kind of shape, in its own group, in the scene's order. */
class Group {
  readonly element: SVGGElement;
  readonly #painted = new Map<string, Painted>();

  constructor(name: string) {
    this.element = svg('g', { class: name });
  }

  get(id: string): SVGGElement | undefined {
    return this.#painted.get(id)?.element;
  }

  paint<S extends { id: string }>(shapes: readonly S[], draw: (shape: S) => SVGGElement | null): void {
    const wanted = new Map<string, SVGGElement>();
    for (const shape of shapes) {
      const before = this.#painted.get(shape.id);
      const element = before && same(before.shape, shape) ? before.element : draw(shape);
      if (!element) continue;
      wanted.set(shape.id, element);
      if (before && before.element !== element) before.element.replaceWith(element);
      this.#painted.set(shape.id, { shape, element });
    }
    for (const [id, { element }] of this.#painted) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#painted.delete(id);
    }
    this.#order(wanted.values());
  }

  /** Brings the elements into order. One that is moved is styled and laid out anew, so as few are as can be told. */
  #order(wanted: Iterable<SVGGElement>): void {
    let cursor = this.element.firstElementChild;
    for (const element of wanted) {
      if (cursor !== element && cursor?.nextElementSibling === element) {
        // It is the one in between that comes later.
        cursor.remove();
        cursor = element;
      }
      if (cursor === element) cursor = element.nextElementSibling;
      else this.element.insertBefore(element, cursor);
    }
  }
}

/** A picture at one level of detail. */
class Picture {
  readonly rooms = new Group('rooms');
  readonly ties = new Group('ties');
  readonly cards = new Group('cards');
  readonly plates = new Group('plates');
  readonly pills = new Group('pills');
  readonly root: SVGGElement;

  constructor(level: Scene['level']) {
    const groups = [this.rooms, this.ties, this.cards, this.plates, this.pills];
    this.root = svg(
      'g',
      { class: `picture ${level}` },
      groups.map((group) => group.element),
    );
  }

  paint(scene: Scene): void {
    this.root.style.setProperty('--unit', String(scene.unit));
    this.rooms.paint(scene.rooms, room);
    this.ties.paint(scene.ties, tie);
    this.cards.paint(scene.cards, card);
    this.plates.paint(scene.rooms, plate);
    this.pills.paint(scene.ties, pill);
  }

  all(id: string): SVGGElement[] {
    const groups = [this.rooms, this.ties, this.cards, this.plates, this.pills];
    return groups.flatMap((group) => group.get(id) ?? []);
  }
}

/** How a scene is to appear. */
export interface Appear {
  /** Show where cards and rooms went. */
  readonly glide: boolean;
  /** No motion at all. */
  readonly still: boolean;
}

/** Paints scenes into one SVG element. */
export class Painter {
  /** The element to put into the page. */
  readonly element: SVGSVGElement;
  /** How often a scene was painted. */
  paints = 0;

  readonly #scaled = svg('g');
  #picture: Picture | null = null;
  #scene: Scene | null = null;
  #lit: ReadonlySet<string> | null = null;
  #emphasis: Emphasis = () => null;

  constructor() {
    this.element = svg('svg', { class: 'scene', width: 1, height: 1, 'aria-hidden': 'true' }, [this.#scaled]);
  }

  /** Draws the scale into the picture, which makes text and lines crisp at it. */
  bake(scale: number): void {
    this.#scaled.setAttribute('transform', `scale(${scale})`);
  }

  /** Paints a scene. */
  paint(scene: Scene, appear: Appear): void {
    this.paints++;
    const before = this.#scene;
    const old = this.#picture;
    if (old && before?.level === scene.level) {
      old.paint(scene);
    } else {
      // Put together before it is in the page, which then lays it out once.
      const picture = new Picture(scene.level);
      picture.paint(scene);
      this.#picture = picture;
      this.#change(old, picture, appear.still);
    }
    this.#scene = scene;
    if (appear.glide && !appear.still && before?.level === scene.level) {
      animateFrom(before, scene, (id) => this.elements(id));
    }
    this.#markLit();
  }

  /** Shows nothing: another map is open. */
  clear(): void {
    this.#scaled.replaceChildren();
    this.#picture = null;
    this.#scene = null;
  }

  /** The elements that show a thing. */
  elements(id: string): SVGGElement[] {
    return this.#picture?.all(id) ?? [];
  }

  /** Emphasises some and dims the rest. The scene itself stays as painted. */
  light(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#markLit();
  }

  #markLit(): void {
    for (const id of this.#lit ?? [])
      for (const element of this.elements(id)) element.classList.remove('lit');
    this.#lit = this.#scene && this.#emphasis(this.#scene);
    for (const id of this.#lit ?? []) for (const element of this.elements(id)) element.classList.add('lit');
    this.element.classList.toggle('dimmed', this.#lit !== null);
  }

  #change(old: Picture | null, picture: Picture, still: boolean): void {
    if (old && !still) {
      old.root.classList.add('leaving');
      picture.root.classList.add('coming');
      setTimeout(() => old.root.remove(), FADE);
    } else {
      old?.root.remove();
    }
    this.#scaled.append(picture.root);
  }
}
