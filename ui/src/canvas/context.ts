/** What every tool works with. */

import type { Session } from '../state/session.svelte';
import type { Fields } from './fields';
import type { At } from './machine';
import type { Stage } from './stage';

export interface Context {
  readonly stage: Stage;
  readonly session: Session;
  readonly fields: Fields;
  /** Tells a screen reader. */
  say(words: string): void;
}

/** What a tool starts with that needs no more than where it started. */
export interface Begin extends Context {
  readonly at: At;
}
