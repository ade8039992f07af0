import type { Finding } from '../backend/protocol/Finding';

/** What a finding lights up on the map: everything it is about and everything that shows it. */
export function emphasis(finding: Finding | null): ReadonlySet<string> | null {
  if (!finding) return null;
  return new Set([...finding.teams, ...finding.functions, ...finding.dependencies]);
}
