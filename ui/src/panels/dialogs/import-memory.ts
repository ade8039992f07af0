// How a table was read is remembered on this machine by its headers, so that next month's list is read the same way.

import type { Field } from '../../backend/protocol/Field';
import type { Recognised } from '../../backend/protocol/Recognised';
import type { TableOptions } from '../../backend/protocol/TableOptions';

const KEY = 'tiemap.import';
/** The latest ones are kept. */
const MOST = 60;

type Saved = [headers: string, how: TableOptions][];

/** The same for every table with these columns, in whatever order. */
const headersOf = (table: Recognised): string =>
  table.columns
    .map((column) => column.header.trim().toLowerCase())
    .sort()
    .join('\n');

/** How a table with these headers was read the last time it was put right by hand. */
export function remembered(table: Recognised): TableOptions | null {
  if (table.columns.length === 0) return null;
  const headers = headersOf(table);
  return load().find(([saved]) => saved === headers)?.[1] ?? null;
}

/** Remembers how a table was read; nothing to remember forgets it. */
export function remember(table: Recognised, how: TableOptions): void {
  if (table.columns.length === 0) return;
  const headers = headersOf(table);
  const rest = load().filter(([saved]) => saved !== headers);
  // The encoding and the delimiter are the file's, not the columns'.
  const { row_means, columns } = how;
  const kept: TableOptions = { ...(row_means && { row_means }), ...(columns && { columns }) };
  const empty = !row_means && Object.keys(columns ?? {}).length === 0;
  save(empty ? rest : [[headers, kept] as Saved[number], ...rest].slice(0, MOST));
}

/** A table's options with one column put right. */
export function mapped(how: TableOptions, header: string, field: Field): TableOptions {
  return { ...how, columns: { ...how.columns, [header]: field } };
}

function load(): Saved {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(saved)
      ? (saved as Saved).filter((one) => Array.isArray(one) && one.length === 2)
      : [];
  } catch {
    return [];
  }
}

function save(all: Saved): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A full or forbidden store only means that it is not remembered.
  }
}
