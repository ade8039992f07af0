/**
 * The shapes of a scene as SVG. Their classes are those of `design/theme.css`, which holds every colour and stroke;
 * lengths come with the scene. The parts of a shape are in no group of their own, and each bears the shape's classes:
 * a page with a quarter fewer elements pans faster.
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
export function room(shape: RoomShape): SVGElement[] {
  const name = `room hue-${shape.hue}`;
  return [
    box(shape.rect, ROOM_RADIUS, classes(name, 'room-box', shape.wall && `wall ${shape.wall}`)),
    ...(shape.plate ? [] : words(shape, name)),
  ];
}

/** The plate that names a room from afar; it lies above the ties that lead to it. */
export function plate(shape: RoomShape): SVGElement[] {
  if (!shape.plate) return [];
  const name = `plate hue-${shape.hue}`;
  const radius = Math.min(shape.plate[2], shape.plate[3]) * 0.25;
  return [box(shape.plate, radius, `${name} plate-box`), ...words(shape, name)];
}

const words = (shape: RoomShape, name: string): SVGTextElement[] => [
  ...(shape.title ? line(shape.title, name) : []),
  ...(shape.count ? line(shape.count, name) : []),
];

/** A team's card. */
export function card(shape: CardShape): SVGElement[] {
  return [
    box(shape.rect, CARD_RADIUS, 'card card-box'),
    svg('path', { class: `card card-bar hue-${shape.hue}`, d: bar(shape.rect) }),
    ...shape.lines.flatMap((text) => line(text, 'card')),
    ...(shape.badge ? badge(shape.badge) : []),
  ];
}

/** The strip along the left edge that keeps to the card's round corners. */
function bar([x, y, , h]: Rect): string {
  const r = Math.min(CARD_RADIUS, h / 2);
  const inset = r - Math.sqrt(r * r - (r - BAR) * (r - BAR));
  const arc = `A${r} ${r} 0 0 0`;
  return `M${x + BAR} ${y + inset}${arc}${x} ${y + r}V${y + h - r}${arc}${x + BAR} ${y + h - inset}Z`;
}

const badge = ({ rect, tone, line: text }: BadgeShape): SVGElement[] => [
  box(rect, rect[3] / 2, `card ${tone} badge-box`),
  ...line(text, `card ${tone}`),
];

const tieClass = (shape: TieShape): string => classes(shape.health, shape.gap && 'gap', shape.tone);

/** A dependency's line with its arrows. */
export function tie(shape: TieShape): SVGElement[] {
  const name = `tie ${tieClass(shape)}`;
  const arrow = (points: TieShape['arrows'][number]): SVGElement =>
    svg('path', {
      class: `${name} tie-arrow`,
      d: `M${points.map((point) => point.join(' ')).join('L')}Z`,
    });
  return [
    svg('path', { class: `${name} tie-line`, d: shape.path, 'stroke-width': shape.width }),
    ...shape.arrows.map(arrow),
  ];
}

/** The text on a dependency. */
export function pill(shape: TieShape): SVGElement[] {
  const { label } = shape;
  if (!label) return [];
  const name = `pill ${tieClass(shape)}`;
  return [box(label.rect, label.rect[3] / 2, `${name} pill-box`), ...line(label.line, name)];
}
