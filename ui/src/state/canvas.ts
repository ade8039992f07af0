// What the canvas offers to the rest of the window. It registers both when it is mounted
// (`session.camera`, `session.canvas`) and takes them back when it goes; nothing else touches its insides.

import type { Spot } from '../backend/protocol/Spot';
import type { Kind } from './selection.svelte';

/** Moves what is in sight. */
export interface CameraControl {
  zoomIn(): void;
  zoomOut(): void;
  /** One scene unit to one pixel. */
  hundred(): void;
  /** Brings the whole map into sight. */
  fit(): void;
  /** Brings what is selected into sight; all, where nothing is. */
  fitSelection(): void;
  /** Brings these into sight (teams and functions), zooming out only as far as it must. */
  centreOn(ids: readonly string[]): void;
  /** Screen pixels per scene unit. */
  readonly scale: number;
  /** The middle of what is in sight, in scene units. */
  centre(): Spot;
}

/** A side, or a direction on the map. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** What needs to know where things lie. Each is one edit at most. */
export interface CanvasControl {
  /** Puts a team where it finds room (or there) and edits its name. */
  addTeam(at?: Spot): void;
  /** Adds a team beside the selected one, linked from it, and edits its name. */
  addLinked(direction: Direction): void;
  /** Selects the next team in that direction, along dependencies first. */
  walk(direction: Direction): void;
  /** Selects the next (1) or previous (-1) thing on the map; false at the end, so that Tab can move on. */
  step(by: 1 | -1): boolean;
  /** Moves what is selected, in scene units. */
  nudge(dx: number, dy: number): void;
  /** Lines the selected cards up on a side. */
  align(side: Direction): void;
  /** Edits the name on the map; `text` replaces it from the start. */
  rename(kind: Kind, id: string, text?: string): void;
  /** Starts to draw a dependency from the selected team; the next team chosen receives it. */
  connect(): void;
  /** Gives the canvas the keyboard. */
  focus(): void;
}
