import type { Scene } from '../backend/protocol/Scene';
import type { Selection } from '../backend/protocol/Selection';

/** What is emphasised of a scene, by id; nothing stands out where it is null. */
export type Emphasis = (scene: Scene) => ReadonlySet<string> | null;

/**
 * What stands out when these are lit up, as a finding or a look around does: all of them and what shows them, the ends
 * of dependencies, and the functions around teams. Exports light the same.
 */
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
    for (const tie of scene.ties) {
      if (!tie.dependencies.some((id) => dependencies.has(id))) continue;
      for (const id of [tie.id, tie.provider, tie.receiver]) lit.add(id);
    }
    for (const { id, room } of scene.cards) if (room !== null && lit.has(id)) lit.add(room);
    // Inner rooms come after those around them.
    for (const { id, parent } of scene.rooms.toReversed())
      if (parent !== null && lit.has(id)) lit.add(parent);
    // Where nothing of it can be seen, dimming everything would say nothing.
    return lit.size > 0 ? lit : null;
  };
}
