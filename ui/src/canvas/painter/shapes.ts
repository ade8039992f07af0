/**
 * The shapes of a scene as SVG. Their classes are those of `design/theme.css`, which holds every colour and stroke;
 * lengths come with the scene.
 */

import type { BadgeShape } from '../../backend/protocol/BadgeShape';
import type { CardShape } from '../../backend/protocol/CardShape';
import type { RoomShape } from '../../backend/protocol/RoomShape';
import type { TieShape } from '../../backend/protocol/TieShape';
import type { Rect } from '../kernels/geometry';
import { classes, svg } from './svg';
import { line } from './text';

/** The corners of cards and rooms, and the bar's width: as `design/theme.css` says for all painters. */
const CARD_RADIUS = 10;
const ROOM_RADIUS = 18;
const BAR = 4;

const box = ([x, y, width, height]: Rect, rx: number, name: string): SVGRectElement =>
  svg('rect', { class: name, x, y, width, height, rx: Math.min(rx, height / 2) });

/** A function's room: its walls, and its title where that stands on the wall. */
export function room(shape: RoomShape): SVGGElement {
  const onPlate = shape.plate !== null;
  return svg('g', { class: roomClass(shape), 'data-id': shape.id }, [
    box(shape.rect, ROOM_RADIUS, 'room-box'),
    ...(onPlate ? [] : words(shape)),
  ]);
}

/** The plate that names a room from afar; it lies above the ties that lead to it. */
export function plate(shape: RoomShape): SVGGElement | null {
  if (!shape.plate) return null;
  const radius = Math.min(shape.plate[2], shape.plate[3]) * 0.25;
  return svg('g', { class: classes('plate', `hue-${shape.hue}`), 'data-id': shape.id }, [
    box(shape.plate, radius, 'card-box'),
    ...words(shape),
  ]);
}

const roomClass = (shape: RoomShape): string =>
  classes('room', `hue-${shape.hue}`, shape.wall && `wall ${shape.wall}`, shape.collapsed && 'collapsed');

const words = (shape: RoomShape): SVGTextElement[] => [
  ...(shape.title ? line(shape.title) : []),
  ...(shape.count ? line(shape.count) : []),
];

/** A team's card. */
export function card(shape: CardShape): SVGGElement {
  const name = classes('card', `hue-${shape.hue}`, shape.kind, shape.pinned && 'pinned');
  return svg('g', { class: name, 'data-id': shape.id }, [
    box(shape.rect, CARD_RADIUS, 'card-box'),
    svg('path', { class: 'card-bar', d: bar(shape.rect) }),
    ...shape.lines.flatMap(line),
    shape.badge && badge(shape.badge),
  ]);
}

/** The strip along the left edge that keeps to the card's round corners. */
function bar([x, y, , h]: Rect): string {
  const r = Math.min(CARD_RADIUS, h / 2);
  const inset = r - Math.sqrt(r * r - (r - BAR) * (r - BAR));
  const arc = `A${r} ${r} 0 0 0`;
  return `M${x + BAR} ${y + inset}${arc}${x} ${y + r}V${y + h - r}${arc}${x + BAR} ${y + h - inset}Z`;
}

const badge = (shape: BadgeShape): SVGGElement =>
  svg('g', { class: classes('badge-pill', shape.tone) }, [
    box(shape.rect, shape.rect[3] / 2, 'pill-box'),
    ...line(shape.line),
  ]);

const tieClass = (shape: TieShape): string =>
  classes(shape.health, shape.gap && 'gap', shape.tone, shape.count > 1 && 'summed');

/** A dependency's line with its arrows. */
export function tie(shape: TieShape): SVGGElement {
  return svg('g', { class: `tie ${tieClass(shape)}`, 'data-id': shape.id }, [
    svg('path', { class: 'tie-line', d: shape.path, 'stroke-width': shape.width }),
    ...shape.arrows.map((arrow) =>
      svg('path', { class: 'tie-arrow', d: `M${arrow.map((point) => point.join(' ')).join('L')}Z` }),
    ),
  ]);
}

/** The text on a dependency. */
export function pill(shape: TieShape): SVGGElement | null {
  if (!shape.label) return null;
  const name = classes('pill', tieClass(shape), shape.label.folded && 'folded');
  return svg('g', { class: name, 'data-id': shape.id }, [
    box(shape.label.rect, shape.label.rect[3] / 2, 'pill-box'),
    ...line(shape.label.line),
  ]);
}
