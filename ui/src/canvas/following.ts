/** Asks for the routes at cards that are being dragged: one question at a time, the newest places win. */

import type { Backend } from '../backend/backend';
import type { CardMove } from '../backend/protocol/CardMove';
import type { TieShape } from '../backend/protocol/TieShape';

export class Following {
  readonly #backend: Backend;
  readonly #show: (ties: TieShape[]) => void;
  #wanted: CardMove[] | null = null;
  #asking = false;
  #over = false;

  constructor(backend: Backend, show: (ties: TieShape[]) => void) {
    this.#backend = backend;
    this.#show = show;
  }

  /** The cards are here now. */
  ask(cards: CardMove[]): void {
    this.#over = false;
    this.#wanted = cards;
    if (!this.#asking) void this.#next();
  }

  /** No longer. */
  stop(): void {
    this.#over = true;
    this.#wanted = null;
  }

  async #next(): Promise<void> {
    this.#asking = true;
    while (this.#wanted) {
      const cards = this.#wanted;
      this.#wanted = null;
      try {
        const { ties } = await this.#backend.call('preview', { cards });
        if (!this.#over) this.#show(ties);
      } catch {
        // The ties stay as they are: a preview is a kindness, the edit will tell what is wrong.
        break;
      }
    }
    this.#asking = false;
  }
}
