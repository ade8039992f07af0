import { expect, test } from 'vitest';

import type { Effect } from '../../backend/protocol/Effect';
import type { Item } from '../../backend/protocol/Item';
import type { Summary } from '../../backend/protocol/Summary';
import { USUAL, groupsOf, taken, takes, told, withGroup, withItem, type Group } from './import-choice';

const team = (name: string, effect: Effect): Item => ({ kind: 'team', effect, name, changes: [] });
const none = { new: 0, changed: 0, unchanged: 0, gone: 0 };
const brand = team('Brand', 'new');
const web = team('Web', 'new');
const events = team('Events', 'gone');
const summary: Summary = {
  functions: none,
  teams: { new: 2, changed: 0, unchanged: 4, gone: 1 },
  dependencies: none,
  items: [brand, web, events],
  refused: [],
  remarks: [],
};
const [fresh, gone] = groupsOf(summary) as [Group, Group];

test('what is new comes in and what is gone stays, unless said otherwise', () => {
  expect(groupsOf(summary).map(({ effect, count }) => [effect, count])).toEqual([
    ['new', 2],
    ['gone', 1],
  ]);
  expect([taken(USUAL, fresh), taken(USUAL, gone)]).toEqual([2, 0]);
  expect(told(USUAL)).toEqual({ groups: [], items: [] });
});

test('one item is left out, and taken again', () => {
  const without = withItem(USUAL, web, false);
  expect([takes(without, brand), takes(without, web), taken(without, fresh)]).toEqual([true, false, 1]);
  expect(told(without).items).toEqual([['team', 'Web']]);
  expect(told(withItem(without, web, true))).toEqual(told(USUAL));
});

test('a group is left out but for one item; choosing the group again forgets that', () => {
  const only = withItem(withGroup(USUAL, fresh, false), web, true);
  expect([takes(only, brand), takes(only, web), taken(only, fresh)]).toEqual([false, true, 1]);
  expect(told(only)).toEqual({ groups: [['team', 'new']], items: [['team', 'Web']] });
  expect(told(withGroup(only, fresh, true))).toEqual(told(USUAL));
});

test('what is gone is taken away when chosen', () => {
  const away = withGroup(USUAL, gone, true);
  expect([takes(away, events), taken(away, gone)]).toEqual([true, 1]);
  expect(told(away).groups).toEqual([['team', 'gone']]);
});
