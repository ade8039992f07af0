const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** A number with its noun: `count(2, 'team')` is "2 teams". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${numbers.format(n)} ${rules.select(n) === 'one' ? one : many}`;
}

/** A number with its separators. */
export function number(n: number): string {
  return numbers.format(n);
}
