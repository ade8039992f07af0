// Keys are written `Mod+Shift+Z`: `Mod` is Ctrl, on a Mac Cmd. Letters are the person's own letters, wherever they
// lie on the keyboard; where their alphabet has no such letter, the place on the keyboard counts. Digits with a
// modifier go by their place, since Shift gives another sign on every layout.

/** What is asked of a key press. */
interface Chord {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  key: string;
}

/** What a key press tells; a `KeyboardEvent` is one. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Signs that may or may not need Shift. */
const SIGNS: Record<string, { keys: string[]; shown: string }> = {
  Plus: { keys: ['+', '='], shown: '+' },
  Minus: { keys: ['-', '_', '\u2212'], shown: '\u2212' },
  Question: { keys: ['?'], shown: '?' },
};

const SHOWN: Record<string, string> = {
  ArrowLeft: '\u2190',
  ArrowRight: '\u2192',
  ArrowUp: '\u2191',
  ArrowDown: '\u2193',
  Delete: 'Del',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

const parsed = new Map<string, Chord>();

function parse(keys: string): Chord {
  const known = parsed.get(keys);
  if (known) return known;
  const parts = keys.split('+');
  const chord = {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: parts.at(-1) ?? '',
  };
  parsed.set(keys, chord);
  return chord;
}

/** Whether this is a Mac, where Cmd does what Ctrl does elsewhere. */
export const onMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether a key press is the one that is asked for. */
export function matches(keys: string, press: Press, mac = onMac): boolean {
  const chord = parse(keys);
  const [mod, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (mod !== chord.mod || other || press.altKey !== chord.alt) return false;
  const sign = SIGNS[chord.key];
  if (sign)
    return (
      sign.keys.includes(press.key) || press.code === `Numpad${chord.key === 'Plus' ? 'Add' : 'Subtract'}`
    );
  if (press.shiftKey !== chord.shift) return false;
  if (/^[A-Z]$/.test(chord.key)) {
    const latin = /^[a-z]$/i.test(press.key);
    return latin ? press.key.toUpperCase() === chord.key : press.code === `Key${chord.key}`;
  }
  if (/^[0-9]$/.test(chord.key))
    return press.code === `Digit${chord.key}` || press.code === `Numpad${chord.key}`;
  return press.key === chord.key;
}

/** Whether these keys are a bare letter, digit or sign, which typing produces too. */
export function isBare(keys: string): boolean {
  const chord = parse(keys);
  return !chord.mod && !chord.alt && (chord.key.length === 1 || chord.key in SIGNS);
}

/** Whether these keys are free of modifiers and so mean something else in a list or field. */
export function isPlain(keys: string): boolean {
  const chord = parse(keys);
  return !chord.mod && !/^F\d+$/.test(chord.key);
}

/** Keys as they are shown. */
export function shownKeys(keys: string, mac = onMac): string {
  const chord = parse(keys);
  const key = SIGNS[chord.key]?.shown ?? SHOWN[chord.key] ?? chord.key;
  if (mac) {
    return `${chord.alt ? '\u2325' : ''}${chord.shift ? '\u21e7' : ''}${chord.mod ? '\u2318' : ''}${key}`;
  }
  return [chord.mod && 'Ctrl', chord.alt && 'Alt', chord.shift && 'Shift', key].filter(Boolean).join('+');
}
