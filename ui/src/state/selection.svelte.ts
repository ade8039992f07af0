import type { Outline } from '../backend/protocol/Outline';
import type { Selection as Records } from '../backend/protocol/Selection';

/** The three kinds of things that can be selected. */
export type Kind = 'team' | 'function' | 'dependency';

/** One thing on the map. */
export interface Ref {
  kind: Kind;
  id: string;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * What is selected. The sets are replaced, never changed in place, so that comparing them with `===` tells
 * whether anything changed.
 */
export class Selection {
  teams = $state.raw(NONE);
  functions = $state.raw(NONE);
  dependencies = $state.raw(NONE);

  /** How many things. */
  size = $derived(this.teams.size + this.functions.size + this.dependencies.size);

  /** The one thing that is selected, if it is exactly one. */
  get single(): Ref | null {
    if (this.size !== 1) return null;
    const [team] = this.teams;
    if (team !== undefined) return { kind: 'team', id: team };
    const [fn] = this.functions;
    if (fn !== undefined) return { kind: 'function', id: fn };
    const [dependency] = this.dependencies;
    return dependency === undefined ? null : { kind: 'dependency', id: dependency };
  }

  /** Whether a thing is selected. */
  has(kind: Kind, id: string): boolean {
    return this.#of(kind).has(id);
  }

  /** Selects these and nothing else. */
  set(these: {
    teams?: Iterable<string>;
    functions?: Iterable<string>;
    dependencies?: Iterable<string>;
  }): void {
    this.teams = these.teams ? new Set(these.teams) : NONE;
    this.functions = these.functions ? new Set(these.functions) : NONE;
    this.dependencies = these.dependencies ? new Set(these.dependencies) : NONE;
  }

  /** Selects one thing and nothing else. */
  only(kind: Kind, id: string): void {
    if (this.size === 1 && this.has(kind, id)) return;
    this.clear();
    this.#put(kind, new Set([id]));
  }

  /** Selects a thing as well. */
  add(kind: Kind, id: string): void {
    this.#put(kind, new Set(this.#of(kind)).add(id));
  }

  /** Selects a thing as well, or no longer. */
  toggle(kind: Kind, id: string): void {
    const next = new Set(this.#of(kind));
    if (!next.delete(id)) next.add(id);
    this.#put(kind, next);
  }

  /** Selects nothing. */
  clear(): void {
    if (this.size > 0) this.set({});
  }

  /** Lets go of what is no longer on the map. Dependencies are not in the outline; see `forget`. */
  prune(outline: Outline): void {
    const kept = (set: ReadonlySet<string>, there: { id: string }[]) => {
      if (set.size === 0) return set;
      const ids = new Set(there.map((one) => one.id));
      return [...set].every((id) => ids.has(id)) ? set : new Set([...set].filter((id) => ids.has(id)));
    };
    this.teams = kept(this.teams, outline.teams);
    this.functions = kept(this.functions, outline.functions);
  }

  /** Lets go of dependencies that are no longer on the map. */
  forget(gone: Iterable<string>): void {
    const next = new Set(this.dependencies);
    for (const id of gone) next.delete(id);
    if (next.size < this.dependencies.size) this.dependencies = next;
  }

  /** What the desk takes. */
  records(): Records {
    return {
      teams: [...this.teams],
      functions: [...this.functions],
      dependencies: [...this.dependencies],
    };
  }

  #of(kind: Kind): ReadonlySet<string> {
    return kind === 'team' ? this.teams : kind === 'function' ? this.functions : this.dependencies;
  }

  #put(kind: Kind, set: ReadonlySet<string>): void {
    if (kind === 'team') this.teams = set;
    else if (kind === 'function') this.functions = set;
    else this.dependencies = set;
  }
}
