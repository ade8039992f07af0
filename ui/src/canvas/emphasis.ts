import type { Scene } from '../backend/protocol/Scene';
import type { Selection } from '../backend/protocol/Selection';

/** What is emphasised of a scene, by id; nothing stands out where it is null. */
export type Emphasis = (scene: Scene) => ReadonlySet<string> | null;

/** What stands out when these are lit up, as a finding or a look around does: all of them and what shows them. */
export function emphasis(what: Selection | null): Emphasis {
  if (!what) return () => null;
  const teams = new Set(what.teams);
  const functions = new Set(what.functions);
  const dependencies = new Set(what.dependencies);
  return (scene) => {
    const lit = new Set<string>();
    for (const room of scene.rooms) if (functions.has(room.id)) lit.add(room.id);
    for (const card of scene.cards) {
      // What is about whole functions is about all their teams.
      const within = teams.size === 0 && card.room !== null && functions.has(card.room);
      if (within || teams.has(card.id)) lit.add(card.id);
    }
    for (const tie of scene.ties) if (tie.dependencies.some((id) => dependencies.has(id))) lit.add(tie.id);
    // Where nothing of it can be seen, dimming everything would say nothing.
    return lit.size > 0 ? lit : null;
  };
}
