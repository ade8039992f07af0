import type { Outline } from '../backend/protocol/Outline';
import type { OutlineFunction } from '../backend/protocol/OutlineFunction';
import type { OutlineTeam } from '../backend/protocol/OutlineTeam';

/** The outline, to look things up in. */
export class Index {
  #teams: Map<string, OutlineTeam>;
  #functions: Map<string, OutlineFunction>;

  constructor(outline: Outline | null) {
    this.#teams = new Map(outline?.teams.map((team) => [team.id, team]));
    this.#functions = new Map(outline?.functions.map((fn) => [fn.id, fn]));
  }

  /** A team by its id. */
  team(id: string): OutlineTeam | undefined {
    return this.#teams.get(id);
  }

  /** A function by its id. */
  function(id: string): OutlineFunction | undefined {
    return this.#functions.get(id);
  }

  /** A name that nothing of this kind has yet: "New team", "New team 2", ... */
  freeName(kind: 'team' | 'function', wanted: string): string {
    const all = kind === 'team' ? this.#teams : this.#functions;
    const taken = new Set([...all.values()].map((one) => one.name.toLowerCase()));
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} ${n}`;
    return name;
  }
}
