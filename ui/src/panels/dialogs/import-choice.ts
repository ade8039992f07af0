// Which of what a list would do is wanted: whole groups, and single items against their group.

import type { Choice } from '../../backend/protocol/Choice';
import type { Counts } from '../../backend/protocol/Counts';
import type { Effect } from '../../backend/protocol/Effect';
import type { Item } from '../../backend/protocol/Item';
import type { ItemKind } from '../../backend/protocol/ItemKind';
import type { Summary } from '../../backend/protocol/Summary';

/** All of one kind that the list does the same to. */
export interface Group {
  kind: ItemKind;
  effect: Effect;
  /** How many there are; `items` may list fewer. */
  count: number;
  items: readonly Item[];
}

/** Groups and items of which the contrary of the usual is wanted. */
export interface Chosen {
  readonly groups: ReadonlySet<string>;
  readonly items: ReadonlySet<string>;
}

/** The usual: what is new or changed comes in, what is gone stays. */
export const USUAL: Chosen = { groups: new Set(), items: new Set() };

const EFFECTS = ['new', 'changed', 'gone'] as const;
const KINDS = ['function', 'team', 'dependency'] as const;
const countsOf = (summary: Summary, kind: ItemKind): Counts =>
  ({ function: summary.functions, team: summary.teams, dependency: summary.dependencies })[kind];
const groupKey = (kind: ItemKind, effect: Effect): string => JSON.stringify([kind, effect]);
const itemKey = (kind: ItemKind, name: string): string => JSON.stringify([kind, name]);

/** What the list does, in the order it is shown. */
export function groupsOf(summary: Summary): Group[] {
  const groups = EFFECTS.flatMap((effect) =>
    KINDS.map((kind) => ({
      kind,
      effect,
      count: countsOf(summary, kind)[effect],
      items: summary.items.filter((item) => item.kind === kind && item.effect === effect),
    })),
  );
  return groups.filter((group) => group.count > 0 && (group.items.length > 0 || group.effect !== 'changed'));
}

/** Whether the list has its way with the item. */
export function takes(
  chosen: Chosen,
  { kind, effect, name }: Pick<Item, 'kind' | 'effect' | 'name'>,
): boolean {
  const alone = chosen.items.has(itemKey(kind, name));
  return takesGroup(chosen, { kind, effect }) !== alone;
}

/** Whether the list has its way with the group, single items aside. */
export function takesGroup(chosen: Chosen, { kind, effect }: Pick<Group, 'kind' | 'effect'>): boolean {
  return (effect !== 'gone') !== chosen.groups.has(groupKey(kind, effect));
}

/** How many of the group the list has its way with. */
export function taken(chosen: Chosen, group: Group): number {
  const whole = takesGroup(chosen, group);
  const apart = group.items.filter((item) => takes(chosen, item) !== whole).length;
  return whole ? group.count - apart : apart;
}

/** Takes or leaves a whole group. */
export function withGroup(chosen: Chosen, group: Group, wanted: boolean): Chosen {
  const groups = new Set(chosen.groups);
  const key = groupKey(group.kind, group.effect);
  if (wanted === (group.effect !== 'gone')) groups.delete(key);
  else groups.add(key);
  const items = new Set(chosen.items);
  for (const item of group.items) items.delete(itemKey(item.kind, item.name));
  return { groups, items };
}

/** Takes or leaves one item. */
export function withItem(chosen: Chosen, item: Item, wanted: boolean): Chosen {
  const items = new Set(chosen.items);
  const key = itemKey(item.kind, item.name);
  if (wanted === takesGroup(chosen, item)) items.delete(key);
  else items.add(key);
  return { groups: chosen.groups, items };
}

/** As the desk is told. */
export function told(chosen: Chosen): Choice {
  return {
    groups: [...chosen.groups].map((key) => JSON.parse(key) as [ItemKind, Effect]),
    items: [...chosen.items].map((key) => JSON.parse(key) as [ItemKind, string]),
  };
}
