import type { Outline } from '../backend/protocol/Outline';
import type { OutlineFunction } from '../backend/protocol/OutlineFunction';
import type { OutlineTeam } from '../backend/protocol/OutlineTeam';

/** What two names are compared by: case, white space and Unicode form make no difference. */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** The outline, to look things up in. */
export class Index {
  #teams: Map<string, OutlineTeam>;
  #functions: Map<string, OutlineFunction>;
  #names: Record<'team' | 'function', Map<string, string>> | null = null;

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

  /** The functions that a team or function lies in, outermost last. */
  around(id: string): string[] {
    const found: string[] = [];
    let next = this.#teams.get(id)?.function ?? this.#functions.get(id)?.parent ?? null;
    while (next !== null && !found.includes(next)) {
      found.push(next);
      next = this.#functions.get(next)?.parent ?? null;
    }
    return found;
  }

  /** A name that nothing of this kind has yet: "New team", "New team 2", ... */
  freeName(kind: 'team' | 'function', wanted: string): string {
    let name = wanted;
    for (let n = 2; this.named(kind, name) !== undefined; n++) name = `${wanted} ${n}`;
    return name;
  }

  /** The id of what has this name. */
  named(kind: 'team' | 'function', name: string): string | undefined {
    if (!this.#names) {
      const names = (all: Iterable<{ id: string; name: string }>) =>
        new Map([...all].map((one) => [nameKey(one.name), one.id]));
      this.#names = { team: names(this.#teams.values()), function: names(this.#functions.values()) };
    }
    return this.#names[kind].get(nameKey(name));
  }
}
