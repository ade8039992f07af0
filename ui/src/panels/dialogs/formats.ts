// What the map can be written as, and what is remembered of the last time.

import type { Export } from '../../backend/protocol/Export';

/** A format of an export. */
export type Format = (typeof FORMATS)[number]['format'];

/** A format and what it is like. */
interface FormatKind {
  format: string;
  /** What it is for. */
  group: 'picture' | 'list' | 'drawing';
  /** Whether it has colours and shows lenses. */
  drawn: boolean;
}

/** All formats, in the order they are offered. */
export const FORMATS = [
  { format: 'pptx', group: 'picture', drawn: true },
  { format: 'pdf', group: 'picture', drawn: true },
  { format: 'png', group: 'picture', drawn: true },
  { format: 'svg', group: 'picture', drawn: true },
  { format: 'html', group: 'picture', drawn: true },
  { format: 'md', group: 'picture', drawn: true },
  { format: 'xlsx', group: 'list', drawn: false },
  { format: 'csv', group: 'list', drawn: false },
  { format: 'txt', group: 'list', drawn: false },
  { format: 'json', group: 'list', drawn: false },
  { format: 'drawio', group: 'drawing', drawn: true },
  { format: 'mmd', group: 'drawing', drawn: false },
  { format: 'canvas', group: 'drawing', drawn: false },
  { format: 'graphml', group: 'drawing', drawn: true },
  { format: 'gexf', group: 'drawing', drawn: true },
  { format: 'dot', group: 'drawing', drawn: true },
] as const satisfies readonly FormatKind[];

/** The groups of formats, in the order they are shown. */
export const GROUPS = ['picture', 'list', 'drawing'] as const;
/** The colours of a picture. */
export const THEMES = ['light', 'dark', 'print'] as const;
/** Pixels for each unit of a PNG. */
export const SCALES = ['1', '2', '3', '4'] as const;
/** The sheets of a PDF; `fit` is as large as the picture. */
export const PAPERS = ['fit', 'a4', 'a3', 'letter'] as const;
/** The shapes of slides. */
export const SLIDES = ['wide', 'standard'] as const;

/** What a person chose. */
export interface Choice {
  formats: Format[];
  /** Lenses, and `map` for the map without one. */
  lenses: string[];
  theme: (typeof THEMES)[number];
  scale: (typeof SCALES)[number];
  paper: (typeof PAPERS)[number];
  slides: (typeof SLIDES)[number];
  notes: boolean;
  transparent: boolean;
  safe: boolean;
}

/** What is chosen the first time. */
export const USUAL: Choice = {
  formats: ['pptx'],
  lenses: ['map'],
  theme: 'light',
  scale: '2',
  paper: 'fit',
  slides: 'wide',
  notes: true,
  transparent: false,
  safe: false,
};

const KEY = 'tiemap.export';

/** What was chosen the last time. "Safe to share" is asked anew: nobody shall think it is on when it is not. */
export function remembered(store: Pick<Storage, 'getItem'>, lenses: readonly string[]): Choice {
  try {
    const saved = JSON.parse(store.getItem(KEY) ?? '{}') as Partial<Record<keyof Choice, unknown>>;
    const known = <T extends string>(all: readonly T[], some: unknown, usual: T[]): T[] => {
      const kept = all.filter((one) => Array.isArray(some) && some.includes(one));
      return kept.length > 0 ? kept : usual;
    };
    const one = <T extends string>(all: readonly T[], value: unknown, usual: T): T =>
      all.find((known) => known === value) ?? usual;
    return {
      formats: known(
        FORMATS.map((kind) => kind.format),
        saved.formats,
        USUAL.formats,
      ),
      lenses: known(lenses, saved.lenses, USUAL.lenses),
      theme: one(THEMES, saved.theme, USUAL.theme),
      scale: one(SCALES, saved.scale, USUAL.scale),
      paper: one(PAPERS, saved.paper, USUAL.paper),
      slides: one(SLIDES, saved.slides, USUAL.slides),
      notes: saved.notes !== false,
      transparent: saved.transparent === true,
      safe: false,
    };
  } catch {
    return { ...USUAL };
  }
}

/** Keeps what was chosen for the next time. */
export function remember(store: Pick<Storage, 'setItem'>, choice: Choice): void {
  try {
    store.setItem(KEY, JSON.stringify(choice));
  } catch {
    // A full or forbidden store only means that the choice is not remembered.
  }
}

/** Whether one of the chosen formats has colours and shows lenses. */
export const isDrawn = (choice: Choice): boolean =>
  FORMATS.some((kind) => kind.drawn && choice.formats.includes(kind.format));

/** What the desk is asked for one format. */
export function asked(choice: Choice, format: Format, path?: string): Export {
  const { lenses, theme, transparent, safe, paper, slides, notes } = choice;
  return {
    format,
    lenses,
    theme,
    ...(path !== undefined && { path }),
    ...(transparent && { transparent }),
    ...(safe && { safe }),
    ...(format === 'png' && { scale: Number(choice.scale) }),
    ...(format === 'pdf' && paper !== 'fit' && { paper }),
    ...(format === 'pptx' && { slides, notes }),
  };
}

/** A path with another ending, for the other formats of one export. */
export const beside = (path: string, format: Format): string =>
  `${path.replace(/\.[^./\\]+$/, '')}.${format}`;

/** A file name from a map's name: without what a file system or a shell takes amiss. */
export function fileName(map: string, format: Format): string {
  const plain = map
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 120);
  return `${plain || 'map'}.${format}`;
}
