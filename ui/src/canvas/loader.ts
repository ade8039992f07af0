/**
 * Keeps the painted scene up to date with as few questions as possible: one at a time, the newest wish wins, and an
 * answer of an earlier revision than the one painted is dropped.
 */

import type { Scene } from '../backend/protocol/Scene';
import type { SceneReply } from '../backend/protocol/SceneReply';
import type { SceneRequest } from '../backend/protocol/SceneRequest';
import type { Rect } from './kernels/geometry';
import { leaves } from './kernels/camera';

/** What should be painted. */
export interface Wish {
  /** What is in sight. */
  readonly sight: Rect;
  /** What to ask for: the sight with the overscan. */
  readonly around: Rect;
  readonly scale: number;
  readonly lens: string | null;
  /** The newest revision known. */
  readonly revision: number;
  /** Counts up when the picture changed without the map: marks of a lens, better routes. */
  readonly stamp: number;
  /** The scale is still changing: no need for another one yet. */
  readonly zooming: boolean;
}

/** What is painted. */
export interface Loaded {
  readonly scene: Scene;
  readonly revision: number;
  readonly around: Rect;
  readonly scale: number;
  readonly lens: string | null;
  readonly stamp: number;
}

/** Whether the painted scene no longer does. */
export function stale(loaded: Loaded | null, wish: Wish): boolean {
  return (
    loaded === null ||
    loaded.revision < wish.revision ||
    loaded.lens !== wish.lens ||
    loaded.stamp !== wish.stamp ||
    leaves(loaded.around, wish.sight) ||
    (!wish.zooming && loaded.scale !== wish.scale)
  );
}

/** Asks for scenes. */
export class Loader {
  /** What is painted. */
  loaded: Loaded | null = null;

  readonly #ask: (request: SceneRequest) => Promise<SceneReply>;
  readonly #paint: (loaded: Loaded) => void;
  readonly #fail: (why: unknown) => void;
  #asking = false;
  #wish: Wish | null = null;
  #failed: Wish | null = null;
  /** Counts up when everything known is about another map. */
  #epoch = 0;

  constructor(
    ask: (request: SceneRequest) => Promise<SceneReply>,
    paint: (loaded: Loaded) => void,
    fail: (why: unknown) => void,
  ) {
    this.#ask = ask;
    this.#paint = paint;
    this.#fail = fail;
  }

  /** Whether what is painted is what is wanted, as far as is known. */
  get settled(): boolean {
    return !this.#asking && this.#wish !== null && !stale(this.loaded, this.#wish);
  }

  /** Forgets everything: another map is open. */
  reset(): void {
    this.#epoch++;
    this.loaded = null;
    this.#wish = null;
    this.#failed = null;
  }

  /** Says what should be painted; asks if it is not. */
  want(wish: Wish): void {
    this.#wish = wish;
    if (this.#asking || !stale(this.loaded, wish) || sameWish(this.#failed, wish)) return;
    void this.#load(wish);
  }

  async #load(wish: Wish): Promise<void> {
    const epoch = this.#epoch;
    const { around, scale, lens, stamp } = wish;
    this.#asking = true;
    let reply: SceneReply | null = null;
    try {
      reply = await this.#ask({ viewport: around, scale, ...(lens !== null && { lens }) });
    } catch (why) {
      // The same is not asked again until something else is wanted.
      if (epoch === this.#epoch) {
        this.#failed = wish;
        this.#fail(why);
      }
    }
    this.#asking = false;
    if (reply?.scene && epoch === this.#epoch && reply.revision >= (this.loaded?.revision ?? 0)) {
      this.#failed = null;
      this.loaded = { scene: reply.scene, revision: reply.revision, around, scale, lens, stamp };
      this.#paint(this.loaded);
    }
    // What was wanted meanwhile, or a revision that came meanwhile.
    if (this.#wish) this.want(this.#wish);
  }
}

const sameWish = (a: Wish | null, b: Wish): boolean =>
  a !== null &&
  a.revision === b.revision &&
  a.scale === b.scale &&
  a.lens === b.lens &&
  a.stamp === b.stamp &&
  a.around.every((n, index) => n === b.around[index]);
