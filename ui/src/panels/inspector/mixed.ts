// One value for several records, or the word that they differ.

/** What several records have in a field: one value, or several. */
export type Shared<T> = { mixed: false; value: T } | { mixed: true };

/** The value of the choice that says so. */
export const MIXED = '\u0000mixed';

/** What these records have in a field. There is at least one of them. */
export function shared<R, T>(records: readonly R[], field: (record: R) => T): Shared<T> {
  const [first, ...rest] = records;
  if (first === undefined) return { mixed: true };
  const value = field(first);
  return rest.every((one) => field(one) === value) ? { mixed: false, value } : { mixed: true };
}

/** The value, if there is one. */
export function only<T>(from: Shared<T>): T | undefined {
  return from.mixed ? undefined : from.value;
}
