/**
 * The canvas without its gestures: the layers, the camera, and what is painted. The scene layer is panned and zoomed
 * by one CSS transform; a new scene is asked for only when the sight leaves what is painted, when a zoom has ended,
 * or when the map has changed. All drawing happens at most once a frame.
 */

import type { Session } from '../state/session.svelte';
import { Frame } from './frame';
import * as camera from './kernels/camera';
import type { Camera, Viewport } from './kernels/camera';
import type { Point, Rect } from './kernels/geometry';
import { sheet, type Sheet } from './kernels/hit';
import { Loader, type Loaded } from './loader';
import { Overlay, type Hovered, type Showing } from './overlay';
import { Machine } from './machine';
import type { Marking } from './marking';
import { Marks } from './marks';
import { Ghost } from './painter/ghost';
import { Painter } from './painter/painter';

/** How long after the last turn of the wheel a zoom has ended, in milliseconds. */
const ZOOM_REST = 140;

const EMPTY: Sheet = sheet({
  level: 'near',
  unit: 1,
  bounds: [0, 0, 0, 0],
  rooms: [],
  cards: [],
  ties: [],
  left_out: 0,
  shared_words: null,
  title: null,
  legend: null,
});

/** The layers, the camera, and what is painted. */
export class Stage {
  readonly session: Session;
  readonly painter = new Painter();
  readonly ghost = new Ghost();
  readonly marks = new Marks();
  readonly overlay = new Overlay();
  readonly machine = new Machine();
  /** Told when the camera or the scene has changed, once a frame. */
  onchange: () => void = () => undefined;

  readonly #element: HTMLElement;
  readonly #layers: HTMLElement[];
  readonly #frame = new Frame(() => this.#draw());
  readonly #loader: Loader;
  #camera = camera.START;
  #viewport: Viewport = [0, 0];
  #baked = 0;
  #sheet = EMPTY;
  #zooming: ReturnType<typeof setTimeout> | null = null;
  #stamp = 0;
  #map: string | null = null;
  #placed = false;
  /** The next change of places is this window's own and is seen already. */
  #seen = false;
  /** What is painted next moves there before one's eyes. */
  #gliding = false;
  #hover: Hovered | null = null;
  #showing: Showing | null = null;
  #dirty = { selection: true, hover: true, showing: true, marks: true };
  #waiting: (() => void)[] = [];
  /** Of what is painted. */
  #revision = 0;

  constructor(session: Session, element: HTMLElement) {
    this.session = session;
    this.#element = element;
    this.#layers = [this.painter, this.ghost, this.marks, this.overlay].map(({ element: svg }) => {
      const layer = document.createElement('div');
      layer.className = 'layer';
      layer.append(svg);
      return layer;
    });
    element.prepend(...this.#layers);
    this.#loader = new Loader(
      (request) => session.scene(request),
      (loaded) => this.#paint(loaded),
      (why) => session.fail(why),
    );
  }

  /** What is painted. */
  get sheet(): Sheet {
    return this.#sheet;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  get scale(): number {
    return this.#camera.scale;
  }

  /** What is in sight, in scene units. */
  get sight(): Rect {
    return camera.sight(this.#camera, this.#viewport);
  }

  /** A point of the screen, in scene units. */
  toScene(point: Point): Point {
    return camera.toScene(this.#camera, point);
  }

  // The camera

  /** Looks elsewhere. */
  look(to: Camera): void {
    if (to.scale !== this.#camera.scale) {
      if (this.#zooming) clearTimeout(this.#zooming);
      this.#zooming = setTimeout(() => {
        this.#zooming = null;
        this.#frame.ask();
      }, ZOOM_REST);
    }
    this.#camera = to;
    this.#frame.ask();
  }

  /** Looks elsewhere, for good: the scale is drawn into the picture at once. */
  lookNow(to: Camera): void {
    this.look(to);
    if (this.#zooming) clearTimeout(this.#zooming);
    this.#zooming = null;
  }

  resize(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#frame.ask();
  }

  /** Shows all of the map. */
  fit(): void {
    // Of the map itself it is known before its picture comes.
    const own = this.session.picture === 'scene' ? this.session.map?.bounds : undefined;
    this.lookNow(camera.fittedMap(own ?? this.#sheet.scene.bounds, this.#viewport));
  }

  // What is painted

  /** Asks for the picture now; everything later waits for the next frame. */
  begin(): void {
    this.refresh();
    this.#draw();
  }

  /** Something outside has changed: the map, the lens, its reading, the selection. */
  refresh(): void {
    const path = this.session.map?.path ?? null;
    if (path !== this.#map) this.#begin(path);
    this.#dirty.selection = true;
    this.#frame.ask();
  }

  /**
   * The picture is another one although the map is not: its routes, a lens's marks, or, gliding there, a layout that
   * is only looked at.
   */
  repaint(glide = false): void {
    this.#gliding ||= glide;
    this.#stamp++;
    this.#frame.ask();
  }

  /** The change that comes next puts things where the gesture has already shown them. */
  expectOwn(expected = true): void {
    this.#seen = expected;
  }

  /** Calls back once what is painted is what is known. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#frame.ask();
    });
  }

  /** What the pointer is over. */
  hover(over: Hovered | null): void {
    const before = this.#hover;
    const same =
      before === over ||
      (before?.card === over?.card &&
        before?.room === over?.room &&
        before?.tie === over?.tie &&
        before?.handles === over?.handles);
    if (same) return;
    this.#hover = over;
    this.#dirty.hover = true;
    this.#frame.ask();
  }

  /** The card that shows its handles. */
  get handlesOf(): Hovered['card'] {
    return this.#hover?.handles ? this.#hover.card : undefined;
  }

  /** What a gesture shows; null when it is over. */
  show(showing: Showing | null): void {
    this.#showing = showing;
    this.#dirty.showing = true;
    this.#frame.ask();
  }

  /** What might be, drawn over what is. */
  mark(marking: Marking): void {
    this.marks.set(marking);
    this.#dirty.marks = true;
    this.#frame.ask();
  }

  /** What the pointer looks like. */
  cursor(name: string): void {
    this.#element.style.cursor = name;
  }

  /** Takes everything out of the page. */
  close(): void {
    this.#frame.stop();
    if (this.#zooming) clearTimeout(this.#zooming);
    for (const layer of this.#layers) layer.remove();
  }

  #begin(path: string | null): void {
    this.#map = path;
    this.#placed = false;
    this.#loader.reset();
    this.#sheet = EMPTY;
    this.#hover = null;
    this.#revision = 0;
    this.ghost.drop();
    this.painter.clear();
  }

  #draw(): void {
    const { revision, bounds } = this.session.map ?? {};
    const [width, height] = this.#viewport;
    if (revision === undefined || !bounds || width === 0 || height === 0) return;
    if (!this.#placed) this.#place(bounds);
    const still = this.#zooming === null;
    if (still && this.#baked !== this.scale) this.#bake();
    for (const layer of this.#layers)
      layer.style.transform = camera.layerTransform(this.#camera, this.#baked, devicePixelRatio);
    this.#drawOverlay();
    const sight = this.sight;
    this.#loader.want({
      sight,
      around: camera.overscanned(sight),
      scale: this.scale,
      lens: this.session.lens,
      revision,
      stamp: this.#stamp,
      zooming: !still,
    });
    this.#count();
    this.onchange();
    if (this.#loader.settled) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The first look at a map: all of it. */
  #place(bounds: Rect): void {
    this.#placed = true;
    this.lookNow(camera.fittedMap(bounds, this.#viewport));
  }

  #bake(): void {
    this.#baked = this.scale;
    for (const layer of [this.painter, this.ghost, this.marks, this.overlay]) layer.bake(this.#baked);
    this.#dirty = { selection: true, hover: true, showing: true, marks: true };
  }

  #paint({ scene, revision }: Loaded): void {
    const own = this.#seen;
    this.#bake();
    const glide = this.#gliding || (!own && this.#revision > 0 && revision > this.#revision);
    this.#gliding = false;
    this.#revision = revision;
    this.#seen = false;
    const idle = this.machine.name === 'idle';
    if (idle) {
      this.ghost.drop();
      this.overlay.shift([0, 0]);
    }
    this.painter.paint(scene, { glide, still: matchMedia('(prefers-reduced-motion: reduce)').matches });
    if (!idle) this.ghost.hide(this.painter);
    this.#sheet = sheet(scene);
    this.session.leftOut = scene.left_out;
    if (scene.level === 'near') this.session.sharedWords = scene.shared_words;
    // What is under the pointer is another shape of the same thing now.
    const card = this.#hover?.card && this.#sheet.cards.get(this.#hover.card.id);
    this.#hover =
      this.#hover && (card || !this.#hover.card) ? { ...this.#hover, ...(card && { card }) } : null;
    this.#dirty = { selection: true, hover: true, showing: true, marks: true };
    // Not in the next frame: what lies over the scene belongs to it.
    this.#draw();
  }

  #drawOverlay(): void {
    const scale = this.#baked;
    if (this.#dirty.selection) this.overlay.select(this.session.selection, this.#sheet, scale);
    if (this.#dirty.hover) this.overlay.hover(this.#hover, this.#sheet, scale);
    if (this.#dirty.showing) this.overlay.show(this.#showing, scale);
    if (this.#dirty.marks) this.marks.draw(this.painter, this.#sheet, scale);
    this.#dirty = { selection: false, hover: false, showing: false, marks: false };
  }

  /** What tests count: how often the scene was painted, and at which revision and scale it is. */
  #count(): void {
    const figures = { paints: this.painter.paints, revision: this.#revision, settled: this.#loader.settled };
    for (const [name, value] of Object.entries(figures)) {
      if (this.#element.dataset[name] !== String(value)) this.#element.dataset[name] = String(value);
    }
  }
}
