// The outline as rows: functions with what lies in them, each with its place in the tree.

import type { Outline } from '../../backend/protocol/Outline';
import type { OutlineFunction } from '../../backend/protocol/OutlineFunction';
import type { OutlineTeam } from '../../backend/protocol/OutlineTeam';

/** A row of the outline. */
export interface Row {
  kind: 'team' | 'function';
  id: string;
  name: string;
  /** How deep, from 1. */
  level: number;
  /** Its number among its neighbours, from 1, and how many they are. */
  place: number;
  of: number;
  /** The function it lies in. */
  parent: string | null;
  /** Its colour; null for a team outside all functions. */
  hue: number | null;
  /** Of a function: how many teams lie in it, at any depth. */
  teams: number;
  /** Of a function: whether its rows are shown; null where there are none. */
  open: boolean | null;
  pinned: boolean;
  outside: boolean;
}

interface Branch {
  functions: OutlineFunction[];
  teams: OutlineTeam[];
}

/** The rows that are in sight when these functions are closed. */
export function rowsOf(outline: Outline, closed: ReadonlySet<string>): Row[] {
  const branches = branchesOf(outline);
  const counts = new Map<string, number>();
  const countOf = (id: string, seen: number): number => {
    const known = counts.get(id);
    if (known !== undefined) return known;
    const branch = branches.get(id);
    // A deeper tree than there are functions would be a circle, which the map forbids.
    const inner = seen > 0 ? (branch?.functions ?? []) : [];
    const sum = inner.reduce((all, fn) => all + countOf(fn.id, seen - 1), branch?.teams.length ?? 0);
    counts.set(id, sum);
    return sum;
  };

  const rows: Row[] = [];
  const add = (parent: string | null, level: number, hue: number | null): void => {
    const branch = branches.get(parent);
    if (!branch || level > outline.functions.length + 1) return;
    const of = branch.functions.length + branch.teams.length;
    branch.functions.forEach((fn, i) => {
      const leaf = !branches.has(fn.id);
      const open = leaf ? null : !closed.has(fn.id);
      rows.push({
        kind: 'function',
        id: fn.id,
        name: fn.name,
        level,
        place: i + 1,
        of,
        parent,
        hue: fn.hue,
        teams: countOf(fn.id, outline.functions.length),
        open,
        pinned: fn.locked,
        outside: false,
      });
      if (open) add(fn.id, level + 1, fn.hue);
    });
    branch.teams.forEach((team, i) => {
      rows.push({
        kind: 'team',
        id: team.id,
        name: team.name,
        level,
        place: branch.functions.length + i + 1,
        of,
        parent,
        hue,
        teams: 0,
        open: null,
        pinned: team.pinned,
        outside: team.kind === 'outside-group',
      });
    });
  };
  add(null, 1, null);
  return rows;
}

function branchesOf(outline: Outline): Map<string | null, Branch> {
  const branches = new Map<string | null, Branch>();
  const branch = (id: string | null): Branch => {
    const there = branches.get(id) ?? { functions: [], teams: [] };
    branches.set(id, there);
    return there;
  };
  const known = new Set(outline.functions.map((fn) => fn.id));
  for (const fn of outline.functions)
    branch(fn.parent !== null && known.has(fn.parent) ? fn.parent : null).functions.push(fn);
  for (const team of outline.teams) {
    branch(team.function !== null && known.has(team.function) ? team.function : null).teams.push(team);
  }
  return branches;
}

/** The row whose name starts with what was typed, looking on from a row; -1 if there is none. */
export function typedAhead(rows: readonly Row[], from: number, typed: string): number {
  const wanted = typed.toLocaleLowerCase();
  // One letter looks for the next; more letters narrow down where one is.
  const start = typed.length === 1 ? from + 1 : from;
  for (let i = 0; i < rows.length; i++) {
    const at = (start + i + rows.length) % rows.length;
    if (rows[at]?.name.toLocaleLowerCase().startsWith(wanted)) return at;
  }
  return -1;
}

/** Rows in sight, with a few above and below. */
export function inSight(
  scroll: number,
  height: number,
  row: number,
  all: number,
): { first: number; last: number } {
  const MORE = 8;
  return {
    first: Math.max(0, Math.floor(scroll / row) - MORE),
    last: Math.min(all, Math.ceil((scroll + height) / row) + MORE),
  };
}
