// One table: what a failure means for the person, and what they can do about it.

import { CallFailure } from '../backend/backend';
import { words } from '../words';
import type { Severity } from './toasts.svelte';

/** What can be done about a failure. */
export type Remedy = 'copies' | 'reload' | null;

/** How a failure is shown. */
export interface Shown {
  severity: Severity;
  text: string;
  remedy: Remedy;
}

const TABLE: Record<CallFailure['code'], { severity: Severity; remedy?: Remedy; text?: string } | null> = {
  refused: { severity: 'warning' },
  'read-only': { severity: 'warning' },
  damaged: { severity: 'error', remedy: 'copies' },
  'too-new': { severity: 'error' },
  'not-ours': { severity: 'error' },
  missing: { severity: 'error' },
  'in-use': { severity: 'warning' },
  'no-map': { severity: 'error', remedy: 'reload' },
  // The person wanted it, or a newer answer is on its way: nothing to say.
  cancelled: null,
  outdated: null,
  disk: { severity: 'error' },
  disconnected: { severity: 'warning', text: words.failures.disconnected },
  internal: { severity: 'error' },
};

/** How a failure is shown; null where there is nothing to say. */
export function shown(why: unknown): Shown | null {
  if (!(why instanceof CallFailure)) {
    return { severity: 'error', text: words.failures.unexpected(String(why)), remedy: null };
  }
  const row = TABLE[why.code];
  if (!row) return null;
  return { severity: row.severity, text: row.text ?? why.message, remedy: row.remedy ?? null };
}
