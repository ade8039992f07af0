// What is wrong with what is being typed. The desk decides in the end; this only says it sooner.

import type { Index } from '../../state/index-of';
import { words } from '../../words';

/** The longest name, in characters. */
export const NAME_LIMIT = 200;
/** The longest note, in characters. */
export const NOTE_LIMIT = 10_000;

/** What is wrong with a name for one of these. */
export function checkName(
  name: string,
  kind: 'team' | 'function',
  mine: readonly string[],
  index: Pick<Index, 'named'>,
): string | null {
  if (!name.trim()) return words.checks.empty;
  if ([...name.trim()].length > NAME_LIMIT) return words.checks.long(NAME_LIMIT);
  const other = index.named(kind, name);
  if (other !== undefined && !mine.includes(other)) return words.checks.taken[kind];
  if (mine.length > 1) return words.checks.several;
  return null;
}

/** What is wrong with a text. */
export function checkText(text: string, limit: number): string | null {
  return [...text].length > limit ? words.checks.long(limit) : null;
}

/** A number as people write it, or null where the field is empty; undefined where it is none. */
export function parseNumber(text: string): number | null | undefined {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.');
  if (plain === '') return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

/** What is wrong with a number. */
export function checkNumber(
  text: string,
  rule: { above?: number; least?: number; needed?: boolean },
): string | null {
  const number = parseNumber(text);
  if (number === undefined) return words.checks.noNumber;
  if (number === null) return rule.needed ? words.checks.empty : null;
  if (rule.least !== undefined && number < rule.least) return words.checks.least(rule.least);
  if (rule.above !== undefined && number <= rule.above) return words.checks.above(rule.above);
  return null;
}
