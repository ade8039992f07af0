import type { Finding } from '../backend/protocol/Finding';
import type { Scene } from '../backend/protocol/Scene';

/** What is emphasised of a scene, by id; nothing stands out where it is null. */
export type Emphasis = (scene: Scene) => ReadonlySet<string> | null;

/** What a finding lights up: everything it is about and everything that shows it. */
export function emphasis(finding: Finding | null): Emphasis {
  if (!finding) return () => null;
  const teams = new Set(finding.teams);
  const functions = new Set(finding.functions);
  const dependencies = new Set(finding.dependencies);
  return (scene) => {
    const lit = new Set<string>();
    for (const room of scene.rooms) if (functions.has(room.id)) lit.add(room.id);
    for (const card of scene.cards) {
      // A finding about whole functions is about all their teams.
      const within = teams.size === 0 && card.room !== null && functions.has(card.room);
      if (within || teams.has(card.id)) lit.add(card.id);
    }
    for (const tie of scene.ties) if (tie.dependencies.some((id) => dependencies.has(id))) lit.add(tie.id);
    // Where nothing of it can be seen, dimming everything would say nothing.
    return lit.size > 0 ? lit : null;
  };
}
