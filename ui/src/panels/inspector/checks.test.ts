import { describe, expect, test } from 'vitest';

import { Index } from '../../state/index-of';
import { words } from '../../words';
import { checkName, checkNumber, parseNumber } from './checks';
import { only, shared } from './mixed';

const team = (id: string, name: string) => ({
  id,
  name,
  kind: 'team' as const,
  function: null,
  pinned: false,
});
const index = new Index({
  revision: 1,
  functions: [],
  teams: [team('1', 'Brand'), team('2', 'Field  sales')],
});

describe('a name', () => {
  test('is something', () => expect(checkName('  ', 'team', ['1'], index)).toBe(words.checks.empty));
  test('is not too long', () =>
    expect(checkName('x'.repeat(201), 'team', ['1'], index)).toBe(words.checks.long(200)));
  test('is nobody else’s, whatever its case and white space', () =>
    expect(checkName('field SALES', 'team', ['1'], index)).toBe(words.checks.taken.team));
  test('may be its own', () => expect(checkName('brand', 'team', ['1'], index)).toBeNull());
  test('may be that of another kind of thing', () =>
    expect(checkName('Brand', 'function', ['9'], index)).toBeNull());
});

describe('a free name', () => {
  test('is the wanted one, or the next', () => {
    expect(index.freeName('team', 'Content')).toBe('Content');
    expect(index.freeName('team', 'brand')).toBe('brand 2');
  });
});

describe('a number', () => {
  test('is read as people write it', () => {
    expect(parseNumber(' 2,5 ')).toBe(2.5);
    expect(parseNumber('1 000')).toBe(1000);
    expect(parseNumber('')).toBeNull();
    expect(parseNumber('many')).toBeUndefined();
    expect(parseNumber('Infinity')).toBeUndefined();
  });

  test('keeps to its range', () => {
    expect(checkNumber('-1', { least: 0 })).toBe(words.checks.least(0));
    expect(checkNumber('0', { above: 0 })).toBe(words.checks.above(0));
    expect(checkNumber('', {})).toBeNull();
    expect(checkNumber('', { needed: true })).toBe(words.checks.empty);
  });
});

test('several records have one value only where they agree', () => {
  const people = [{ region: 'EMEA' }, { region: 'EMEA' }];
  expect(only(shared(people, (one) => one.region))).toBe('EMEA');
  expect(shared([...people, { region: '' }], (one) => one.region)).toEqual({ mixed: true });
});
