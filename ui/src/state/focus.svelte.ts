// Looking only at what lies around something: a few steps from it, whichever way the work runs.

import type { Selection as Records } from '../backend/protocol/Selection';
import { Latest } from './latest';
import type { Session } from './session.svelte';

/** The most steps that have a key. */
export const MOST_STEPS = 9;

/** What is looked at; nothing stands out while `steps` is 0. */
export class Focus {
  /** How many dependencies away things may lie. */
  steps = $state(0);
  /** Around what. */
  of = $state.raw<Required<Records> | null>(null);
  /** What lies there; of before while an answer is on its way. */
  around = $state.raw<Records | null>(null);

  readonly #session: Session;
  readonly #answers = new Latest();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Looks at what lies around the selection; without one, around what was looked at before. */
  on(steps: number): void {
    const { selection } = this.#session;
    if (selection.size > 0) this.of = selection.records();
    if (!this.of) return;
    this.steps = Math.min(Math.max(steps, 1), MOST_STEPS);
    this.#session.finding = null;
    this.follow();
  }

  /** Looks at everything again. */
  clear(): void {
    this.#answers.stop();
    this.steps = 0;
    this.of = null;
    this.around = null;
  }

  /** The map has changed: so may what lies around. */
  follow(): void {
    const { of, steps } = this;
    if (!of) return;
    void this.#answers.ask(
      (signal) => this.#session.backend.call('around', { of, steps }, { signal }),
      // What it lay around may be gone.
      (around) => (around.teams.length > 0 ? (this.around = around) : this.clear()),
      (why) => {
        this.clear();
        this.#session.fail(why);
      },
    );
  }
}
