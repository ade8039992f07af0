// Maps that might be: without something, or with what would heal it. Nothing here is ever stored; letting go brings
// the map back as it is.

import type { Absent } from '../backend/protocol/Absent';
import type { Away } from '../backend/protocol/Away';
import type { Compare } from '../backend/protocol/Compare';
import type { Compared } from '../backend/protocol/Compared';
import type { Healing } from '../backend/protocol/Healing';
import type { Ill } from '../backend/protocol/Ill';
import type { Remedy } from '../backend/protocol/Remedy';
import { words } from '../words';
import { Latest } from './latest';
import type { Session } from './session.svelte';

/** What is tried out without being done. */
export class WhatIf {
  /** What is held away. */
  absent = $state.raw<readonly Absent[]>([]);
  /** What would be without it; of before while an answer is on its way. */
  away = $state.raw<Away | null>(null);
  /** What is to be healed. */
  ill = $state.raw<Ill | null>(null);
  /** What would heal it; null while it is looked for. */
  healing = $state.raw<Healing | null>(null);
  /** The remedies that are drawn as ghosts. */
  tried = $state.raw<readonly Remedy[]>([]);

  /** What the map is compared with, and what has changed since. */
  compared = $state.raw<Compared | null>(null);

  #comparing: Compare | null = null;
  readonly #session: Session;
  readonly #aways = new Latest();
  readonly #healings = new Latest();
  readonly #comparisons = new Latest();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether something is held away. */
  isAway({ type, id }: Absent): boolean {
    return this.absent.some((one) => one.type === type && one.id === id);
  }

  /** Holds these away as well; brings them back, if all of them are away. */
  toggleAway(these: readonly Absent[]): void {
    const all = these.every((one) => this.isAway(one));
    const others = this.absent.filter(
      (one) => !these.some(({ type, id }) => type === one.type && id === one.id),
    );
    this.#hold(all ? others : [...others, ...these]);
  }

  /** Brings one thing back. */
  bringBackOne(one: Absent): void {
    if (this.isAway(one)) this.toggleAway([one]);
  }

  /** Brings everything back. */
  bringBack(): void {
    this.#hold([]);
  }

  /** Looks for what would heal an ill. */
  heal(ill: Ill): void {
    this.ill = ill;
    this.healing = null;
    this.tried = [];
    this.#session.settings.panelOpen = true;
    this.#lookForRemedies();
  }

  /** Lets go of remedies and ghosts. */
  endHealing(): void {
    this.#healings.stop();
    this.ill = null;
    this.healing = null;
    this.tried = [];
  }

  /** Draws a remedy as a ghost, or no longer. */
  toggleTry(remedy: Remedy): void {
    const is = this.tried.includes(remedy);
    this.tried = is ? this.tried.filter((one) => one !== remedy) : [...this.tried, remedy];
    if (!is) this.#session.camera?.centreOn([remedy.provider, remedy.receiver]);
  }

  /** Makes a remedy a dependency: one change, and one step of undo. */
  async take(remedy: Remedy): Promise<void> {
    const session = this.#session;
    const { provider, receiver } = remedy;
    this.tried = this.tried.filter((one) => one !== remedy);
    const done = await session.edit({ type: 'add-dependency', provider, receiver, set: {} });
    if (!done) return;
    session.selectAdded(done);
    session.tell(done);
  }

  /** Compares the map with how it was, or with another. */
  compare(comparing: Compare): void {
    this.bringBack();
    this.endHealing();
    this.#comparing = comparing;
    const session = this.#session;
    session.settings.panelOpen = true;
    void this.#comparisons.ask(
      (signal) =>
        session.jobs.run(words.jobs.compare, (options) =>
          session.backend.call('compare', comparing, {
            ...options,
            signal: AbortSignal.any([signal, options.signal]),
          }),
        ),
      (compared) => (this.compared = compared),
      (why) => {
        this.endComparing();
        session.fail(why);
      },
    );
  }

  /** Shows the map as it is again. */
  endComparing(): void {
    this.#comparisons.stop();
    this.#comparing = null;
    this.compared = null;
  }

  /** Backs out one level; whether there was one. */
  backOut(): boolean {
    if (this.compared) this.endComparing();
    else if (this.absent.length > 0) this.bringBack();
    else if (this.tried.length > 0) this.tried = [];
    else if (this.ill) this.endHealing();
    else return false;
    return true;
  }

  /** The map has changed: what would be is another thing now. */
  follow(): void {
    if (this.absent.length > 0) this.#hold(this.absent);
    if (this.ill) this.#lookForRemedies();
    if (this.#comparing) this.compare(this.#comparing);
  }

  /** Another map is open. */
  clear(): void {
    this.bringBack();
    this.endHealing();
    this.endComparing();
  }

  #hold(absent: readonly Absent[]): void {
    this.absent = absent;
    if (absent.length === 0) {
      this.#aways.stop();
      this.away = null;
      return;
    }
    void this.#aways.ask(
      (signal) => this.#session.backend.call('take_away', { absent: [...absent] }, { signal }),
      (away) => (this.away = away),
      (why) => {
        this.absent = [];
        this.away = null;
        this.#session.fail(why);
      },
    );
  }

  #lookForRemedies(): void {
    const { ill } = this;
    if (!ill) return;
    const { backend, jobs } = this.#session;
    void this.#healings.ask(
      (signal) =>
        jobs.run(words.jobs.heal, (options) =>
          backend.call('heal', { ill }, { ...options, signal: AbortSignal.any([signal, options.signal]) }),
        ),
      (healing) => {
        this.healing = healing;
        // Ghosts are of remedies that still are ones.
        this.tried = healing.remedies.filter((one) =>
          this.tried.some(({ provider, receiver }) => provider === one.provider && receiver === one.receiver),
        );
      },
      (why) => {
        this.endHealing();
        this.#session.fail(why);
      },
    );
  }
}
