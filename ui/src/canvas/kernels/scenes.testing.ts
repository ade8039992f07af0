/** Small scenes for tests. */

import type { CardShape } from '../../backend/protocol/CardShape';
import type { RoomShape } from '../../backend/protocol/RoomShape';
import type { Scene } from '../../backend/protocol/Scene';
import type { TieShape } from '../../backend/protocol/TieShape';
import { centre, hull, type Rect } from './geometry';

export const card = (id: string, rect: Rect, room: string | null = null): CardShape => ({
  id,
  name: id,
  room,
  rect,
  hue: 0,
  kind: 'team',
  lines: [],
  badge: null,
  pinned: false,
});

export const room = (id: string, rect: Rect, more: Partial<RoomShape> = {}): RoomShape => ({
  id,
  name: id,
  parent: null,
  depth: 0,
  rect,
  plate: null,
  hue: 0,
  title: null,
  count: null,
  wall: null,
  collapsed: false,
  locked: false,
  ...more,
});

/** A straight tie from the middle of one card to the middle of another. */
export function tie(provider: CardShape, receiver: CardShape, more: Partial<TieShape> = {}): TieShape {
  const [a, b] = [centre(provider.rect), centre(receiver.rect)];
  const id = `${provider.id}-${receiver.id}`;
  return {
    id,
    provider: provider.id,
    receiver: receiver.id,
    count: 1,
    dependencies: [id],
    path: `M${a.join(' ')}C${a.join(' ')} ${b.join(' ')} ${b.join(' ')}`,
    arrows: [],
    width: 1.5,
    health: 'ok',
    gap: false,
    tone: null,
    label: null,
    ...more,
  };
}

export const scene = (parts: Partial<Scene>): Scene => ({
  level: 'near',
  unit: 1,
  bounds: hull([...(parts.cards ?? []), ...(parts.rooms ?? [])].map((shape) => shape.rect)) ?? [0, 0, 0, 0],
  rooms: [],
  cards: [],
  ties: [],
  left_out: 0,
  shared_words: null,
  title: null,
  legend: null,
  ...parts,
});
