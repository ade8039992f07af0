import type { Direction } from './kernels/geometry';

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The direction of an arrow key. */
export const directionOf = (key: string): Direction | undefined => KEYS[key];

/** Whether it is one of the four directions. */
export const isDirection = (what: string): what is Direction =>
  what === 'left' || what === 'right' || what === 'up' || what === 'down';
