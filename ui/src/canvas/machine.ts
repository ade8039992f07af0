/** Gestures as small states: at any time one tool is at work and hears what the pointer does. */

import type { Point } from './kernels/geometry';

/** Where the pointer is, and what is held with it. */
export interface At {
  /** In scene units. */
  readonly scene: Point;
  /** In pixels from the canvas's top left corner. */
  readonly screen: Point;
  readonly shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** A finger. */
  readonly coarse: boolean;
}

/** A tool at work. It computes from what it found when it was entered. */
export interface Gesture {
  /** The pointer moved, or a key that changes the gesture did. */
  move(at: At): void;
  /** The button or the finger went up. */
  up(at: At): void;
  /** Nothing has happened after all. */
  cancel(): void;
  /** The button or a finger went down. */
  down?(at: At): void;
  /** A key was pressed; whether it meant something to the tool. */
  key?(key: string): boolean;
}

/** A way to use the pointer. */
export interface Tool<Start> {
  readonly name: string;
  enter(start: Start): Gesture;
}

/** Runs one tool at a time. */
export class Machine {
  #name = '';
  #gesture: Gesture | null = null;
  #rest: () => void = () => undefined;

  /** The tool that waits when no other is at work. */
  home<Start>(tool: Tool<Start>, start: Start): void {
    this.#rest = () => this.go(tool, start);
    this.#rest();
  }

  /** A tool is done: back to waiting. */
  rest(): void {
    this.#rest();
  }

  /** The tool at work. */
  get name(): string {
    return this.#name;
  }

  /** Lets another tool take over; the one before has said what it had to. */
  go<Start>(tool: Tool<Start>, start: Start): void {
    this.#name = tool.name;
    // A tool may hand over at once, and then that one counts.
    this.#gesture = null;
    const gesture = tool.enter(start);
    if (this.#name === tool.name && this.#gesture === null) this.#gesture = gesture;
  }

  down(at: At): void {
    this.#gesture?.down?.(at);
  }

  move(at: At): void {
    this.#gesture?.move(at);
  }

  up(at: At): void {
    this.#gesture?.up(at);
  }

  key(key: string): boolean {
    return this.#gesture?.key?.(key) ?? false;
  }

  /** Ends what is going on without a trace. */
  cancel(): void {
    this.#gesture?.cancel();
  }
}
