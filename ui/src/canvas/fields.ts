/** The one text field on the map: a name or what is handed over, typed in its place. */

import type { Direction, Rect } from './kernels/geometry';

/** How a field was left. */
export type Leaving = 'enter' | 'escape' | 'tab' | 'away' | Direction;

/** A field at a place on the map. */
export interface Field {
  /** Where, in scene units. */
  readonly rect: Rect;
  /** What it looks like. */
  readonly as: 'card' | 'room' | 'label';
  /** What a screen reader calls it. */
  readonly title: string;
  readonly value: string;
  /** Whether typing replaces the value; otherwise the caret stands after it. */
  readonly replace: boolean;
  readonly hint: string;
  /** Takes the text. False: it was refused, and the field stays. */
  commit(text: string, how: Leaving): Promise<boolean>;
}

/** Opens and closes the field. */
export class Fields {
  /** Told when there is another field, or none. */
  onchange: (field: Field | null) => void = () => undefined;
  #field: Field | null = null;
  #leaving = false;

  get open(): Field | null {
    return this.#field;
  }

  show(field: Field): void {
    this.#field = field;
    this.onchange(field);
  }

  /** Leaves the field with its text. Leaving twice, as when Enter also takes the focus away, counts once. */
  async leave(field: Field, text: string, how: Leaving): Promise<void> {
    if (this.#field !== field || this.#leaving) return;
    this.#leaving = true;
    const taken = await field.commit(text.trim(), how);
    this.#leaving = false;
    // A commit may have opened the next field already.
    if (taken && this.#field === field) {
      this.#field = null;
      this.onchange(null);
    }
  }
}
