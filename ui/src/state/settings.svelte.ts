// What a person prefers on this machine; kept in the browser's own store, never in the map.

/** The colours of the window, or as the system has it. */
export type Appearance = 'system' | 'light' | 'dark' | 'high-contrast';

interface Saved {
  appearance: Appearance;
  letterKeys: boolean;
  wheelZooms: boolean;
  outlineOpen: boolean;
  panelOpen: boolean;
}

const KEY = 'tiemap.settings';
const USUAL: Saved = {
  appearance: 'system',
  letterKeys: true,
  wheelZooms: false,
  outlineOpen: true,
  panelOpen: true,
};

/** The person's preferences. */
export class Settings {
  #saved = $state(load());

  /** The colours of the window, or as the system has it. */
  get appearance(): Appearance {
    return this.#saved.appearance;
  }
  set appearance(value: Appearance) {
    this.#save({ appearance: value });
  }

  /** Whether single letters are shortcuts (WCAG 2.1.4: they can be switched off). */
  get letterKeys(): boolean {
    return this.#saved.letterKeys;
  }
  set letterKeys(value: boolean) {
    this.#save({ letterKeys: value });
  }

  /** Whether the wheel zooms without Ctrl; otherwise it pans. */
  get wheelZooms(): boolean {
    return this.#saved.wheelZooms;
  }
  set wheelZooms(value: boolean) {
    this.#save({ wheelZooms: value });
  }

  /** Whether the outline is shown. */
  get outlineOpen(): boolean {
    return this.#saved.outlineOpen;
  }
  set outlineOpen(value: boolean) {
    this.#save({ outlineOpen: value });
  }

  /** Whether the panel on the right is shown. */
  get panelOpen(): boolean {
    return this.#saved.panelOpen;
  }
  set panelOpen(value: boolean) {
    this.#save({ panelOpen: value });
  }

  #save(change: Partial<Saved>): void {
    Object.assign(this.#saved, change);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#saved));
    } catch {
      // A full or forbidden store only means that the preference is not remembered.
    }
  }
}

function load(): Saved {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...USUAL, ...(typeof saved === 'object' ? saved : {}) };
  } catch {
    return { ...USUAL };
  }
}
