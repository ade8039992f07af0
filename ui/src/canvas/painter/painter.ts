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
  readonly elements: readonly SVGElement[];
}

/** One kind of shape, in its own group, in the scene's order. */
class Group {
  readonly element: SVGGElement;
  #painted = new Map<string, Painted>();

  constructor(name: string) {
    this.element = svg('g', { class: name });
  }

  get(id: string): readonly SVGElement[] {
    return this.#painted.get(id)?.elements ?? [];
  }

  paint<S extends { id: string }>(shapes: readonly S[], draw: (shape: S) => readonly SVGElement[]): void {
    const wanted = new Map<string, Painted>();
    for (const shape of shapes) {
      const before = this.#painted.get(shape.id);
      const painted = before && same(before.shape, shape) ? before : { shape, elements: draw(shape) };
      if (painted.elements.length > 0) wanted.set(shape.id, painted);
    }
    const kept: Painted[] = [];
    for (const [id, painted] of this.#painted) {
      if (wanted.get(id) === painted) kept.push(painted);
      else for (const element of painted.elements) element.remove();
    }
    this.#painted = wanted;
    this.#order(kept);
  }

  /**
   * Brings the elements into order; `kept` are there already, in the order of before. One that is moved is styled and
   * laid out anew, so as few are as can be told.
   */
  #order(kept: readonly Painted[]): void {
    const moved = new Set<Painted | undefined>();
    let next = 0;
    for (const painted of this.#painted.values()) {
      // Where the one after is wanted, it is the one in between that comes later.
      if (kept[next] !== painted && kept[next + 1] === painted) next++;
      if (kept[next] === painted) {
        next++;
      } else {
        const before = kept[next]?.elements[0] ?? null;
        for (const element of painted.elements) this.element.insertBefore(element, before);
        moved.add(painted);
      }
      while (moved.has(kept[next])) next++;
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

  all(id: string): SVGElement[] {
    const groups = [this.rooms, this.ties, this.cards, this.plates, this.pills];
    return groups.flatMap((group) => group.get(id));
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
  elements(id: string): SVGElement[] {
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
