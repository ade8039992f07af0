import type { Finding } from '../../backend/protocol/Finding';
import type { Kind } from '../../backend/protocol/Kind';

/** What the picture marks in the colour of an alarm. */
const ALARMING: readonly Kind[] = ['clear-silo', 'single-point-of-failure', 'overloaded'];
/** What it only notes. */
const NOTED: readonly Kind[] = ['gateway', 'inward-function'];

/** The colour of a finding's dot: as the picture marks it, and none where the picture does not. */
export function toneOf(finding: Pick<Finding, 'kind' | 'loud'>): 'alarm' | 'warn' | 'note' | 'quiet' {
  if (!finding.loud) return 'quiet';
  if (ALARMING.includes(finding.kind)) return 'alarm';
  return NOTED.includes(finding.kind) ? 'note' : 'warn';
}
