import { expect, test } from 'vitest';

import { byDay, clock } from './days';

const NOON = new Date(2026, 10, 21, 12).getTime();
const HOUR = 60 * 60 * 1000;
const entry = (id: number, at: number) => ({ id, label: `change ${id}`, author: '', at, undone: false });

test('changes stand under the day they were made on', () => {
  const days = byDay([entry(3, NOON), entry(2, NOON - 2 * HOUR), entry(1, NOON - 24 * HOUR)], NOON);
  expect(days.map((day) => [day.title, day.entries.map((one) => one.id)])).toEqual([
    ['Today', [3, 2]],
    ['Yesterday', [1]],
  ]);
});

test('an older day has its date', () => {
  expect(byDay([entry(1, NOON - 72 * HOUR)], NOON)[0]?.title).toBe('November 18, 2026');
});

test('the time is shown for today only', () => {
  expect(clock(NOON, NOON)).toBe('12:00');
  expect(clock(NOON - 72 * HOUR, NOON)).toBe('Nov 18');
});
