/** Parts of an outline for tests; their names are their ids. */

import type { OutlineFunction } from '../backend/protocol/OutlineFunction';
import type { OutlineTeam } from '../backend/protocol/OutlineTeam';

export const fn = (id: string, parent: string | null = null): OutlineFunction => ({
  id,
  name: id,
  parent,
  hue: 0,
  collapsed: false,
  locked: false,
});

export const team = (id: string, within: string | null): OutlineTeam => ({
  id,
  name: id,
  kind: 'team',
  function: within,
  pinned: false,
});
