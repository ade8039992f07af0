import type { Finding } from '../../backend/protocol/Finding';
import type { Kind } from '../../backend/protocol/Kind';

/** What stops work now; the rest slows it or may one day. */
const ALARMING: readonly Kind[] = [
  'clear-silo',
  'carries-the-most',
  'single-point-of-failure',
  'breaks-the-map',
];

/** How loud a finding's dot is: only what the picture marks is coloured. */
export function toneOf(finding: Pick<Finding, 'kind' | 'loud'>): 'alarm' | 'warn' | 'quiet' {
  if (!finding.loud) return 'quiet';
  return ALARMING.includes(finding.kind) ? 'alarm' : 'warn';
}
