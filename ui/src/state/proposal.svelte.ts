// A full tidy that is looked at before anything moves.

import type { Proposed } from '../backend/protocol/Proposed';
import type { Style } from '../backend/protocol/Style';
import { words } from '../words';
import type { Session } from './session.svelte';

/** The layout that is looked at. */
export class Proposal {
  /** What it would do; null when nothing is proposed. */
  proposed = $state.raw<Proposed | null>(null);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Shows what a tidy would lead to. */
  async propose(style?: Style): Promise<void> {
    const session = this.#session;
    const ask = style ? { style } : {};
    const proposed = await session.slow(words.jobs.propose, 'propose_tidy', ask);
    if (!proposed || proposed.revision !== session.map?.revision) return;
    if (proposed.moves === 0) session.toasts.show(words.proposal.nothing);
    else {
      session.whatIf.endComparing();
      this.proposed = proposed;
      session.camera?.fit();
    }
  }

  /** Says what has come onto the map, and offers a full tidy of it. */
  offer(what: string): void {
    const action = { label: words.proposal.offer, run: () => void this.propose() };
    this.#session.toasts.show(what, 'info', action);
  }

  /** Makes it the layout. */
  async take(): Promise<void> {
    const session = this.#session;
    const done = await session.call('take_proposal', {});
    if (done) {
      session.take(done.map);
      session.tell(done);
    }
    this.leave();
  }

  /** Leaves the map as it is. */
  leave(): void {
    this.proposed = null;
  }

  /** The map has changed: what is proposed is of a map that is no more. */
  follow(): void {
    if (this.proposed && this.proposed.revision !== this.#session.map?.revision) this.leave();
  }
}
