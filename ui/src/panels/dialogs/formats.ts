// What the map can be written as, and what is remembered of the last time.

import type { Export } from '../../backend/protocol/Export';
import type { ImportSource } from '../../backend/protocol/ImportSource';

/** A format of an export. */
export type Format = (typeof FORMATS)[number]['format'];

/** A format and what it is like. */
interface FormatKind {
  format: string;
  /** Its files' ending, where that is not its name. */
  ending?: string;
  /** What it is for. */
  group: 'picture' | 'report' | 'list' | 'drawing';
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
  { format: 'report-pdf', ending: 'pdf', group: 'report', drawn: true },
  { format: 'report-pptx', ending: 'pptx', group: 'report', drawn: true },
  { format: 'report-html', ending: 'html', group: 'report', drawn: true },
  { format: 'md', group: 'report', drawn: true },
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
export const GROUPS = ['picture', 'report', 'list', 'drawing'] as const;
/** The colours of a picture. */
export const THEMES = ['light', 'dark', 'print', 'high-contrast'] as const;
/** Where the legend of a picture is. */
export const LEGENDS = ['below', 'above', 'left', 'beside', 'none'] as const;
/** Pixels for each unit of a PNG. */
export const SCALES = ['1', '2', '3', '4'] as const;
/** The sheets of a PDF; `fit` is as large as the picture. */
export const PAPERS = ['fit', 'a4', 'a3', 'a2', 'a1', 'a0', 'letter', 'legal', 'tabloid', 'own'] as const;
/** The sheets that a picture in a PDF is spread over, across and down. */
export const TILES = ['1x1', '2x1', '2x2', '3x2', '3x3', '4x3'] as const;
/** The shapes of slides. */
export const SLIDES = ['wide', 'standard'] as const;

/** What a person chose. */
export interface Choice {
  formats: Format[];
  /** Lenses, and `map` for the map without one. */
  lenses: string[];
  theme: (typeof THEMES)[number];
  legend: (typeof LEGENDS)[number];
  /** The map's name above the picture. */
  title: boolean;
  scale: (typeof SCALES)[number];
  paper: (typeof PAPERS)[number];
  /** A paper of one's own, in millimetres: `500x700`. */
  sides: string;
  tiles: (typeof TILES)[number];
  slides: (typeof SLIDES)[number];
  notes: boolean;
  /** Slides of text that say what is found. */
  findings: boolean;
  /** A page or slide for each of the most important findings. */
  each: boolean;
  transparent: boolean;
  safe: boolean;
}

/** What is chosen the first time. */
export const USUAL: Choice = {
  formats: ['pptx'],
  lenses: ['map'],
  theme: 'light',
  legend: 'below',
  title: true,
  scale: '2',
  paper: 'fit',
  sides: '500x700',
  tiles: '1x1',
  slides: 'wide',
  notes: true,
  findings: true,
  each: false,
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
      legend: one(LEGENDS, saved.legend, USUAL.legend),
      title: saved.title !== false,
      scale: one(SCALES, saved.scale, USUAL.scale),
      paper: one(PAPERS, saved.paper, USUAL.paper),
      sides: typeof saved.sides === 'string' && areSides(saved.sides) ? saved.sides : USUAL.sides,
      tiles: one(TILES, saved.tiles, USUAL.tiles),
      slides: one(SLIDES, saved.slides, USUAL.slides),
      notes: saved.notes !== false,
      findings: saved.findings !== false,
      each: saved.each === true,
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

/** Width and height in millimetres, from a postcard to a wall. */
export const areSides = (text: string): boolean => {
  const sides = /^\s*(\d{2,4})\s*[x\u00d7]\s*(\d{2,4})\s*$/i.exec(text);
  return sides !== null && sides.slice(1).every((side) => Number(side) >= 50 && Number(side) <= 5000);
};

/** The ending of a format's files. */
export function ending(format: Format): string {
  const kind: FormatKind | undefined = FORMATS.find((one) => one.format === format);
  return kind?.ending ?? format;
}

/** Whether one file holds many pictures. */
export const havePages = (format: Format): boolean => ['pdf', 'pptx', 'html'].includes(format);

/** Whether it is a report to read. */
const isReport = (format: Format): boolean =>
  FORMATS.some((kind) => kind.format === format && kind.group === 'report');

/** A company's files, chosen for one export alone: a template for slides, colours, the fonts of a typeface. */
export type Own = Partial<Record<'template' | 'colours' | 'fonts', ImportSource[]>>;

/** What the desk is told of a company's colours and fonts. */
export function ownLook({ colours, fonts }: Own): Pick<Export, 'colours' | 'fonts'> {
  return { ...(colours?.[0] && { colours: colours[0] }), ...(fonts && { fonts }) };
}

/** What the desk is asked for one format. */
export function asked(choice: Choice, format: Format, path?: string, own: Own = {}): Export {
  const { lenses, theme, legend, title, transparent, safe, slides, notes, findings, each, tiles } = choice;
  const kind = ending(format);
  const report = isReport(format);
  const sides = choice.sides.replace(/\s/g, '').replace('\u00d7', 'x');
  const paper = choice.paper === 'own' ? sides : choice.paper;
  return {
    format: kind,
    lenses,
    theme,
    ...(path !== undefined && { path }),
    ...(legend !== 'below' && { legend }),
    ...(!title && { title }),
    ...(transparent && { transparent }),
    ...(each && havePages(format) && { each }),
    ...(safe && { safe }),
    ...(report && { report }),
    ...(kind === 'png' && { scale: Number(choice.scale) }),
    ...(kind === 'pdf' && paper !== 'fit' && { paper }),
    ...(format === 'pdf' && tiles !== '1x1' && { tiles }),
    ...(kind === 'pptx' && { slides }),
    ...(format === 'pptx' && { notes, findings }),
    ...ownLook(own),
    ...(kind === 'pptx' && own.template?.[0] && { template: own.template[0] }),
  };
}

/** Where the files of a format go: the others beside the first, a report beside the picture of the same ending. */
export function beside(path: string, format: Format, all: readonly Format[]): string {
  const stem = path.replace(/\.[^./\\]+$/, '');
  const taken = all.some((other) => other !== format && ending(other) === ending(format));
  return `${stem}${isReport(format) && taken ? ' report' : ''}.${ending(format)}`;
}

/** A file name from a map's name: without what a file system or a shell takes amiss. */
export function fileName(map: string, format: Format): string {
  const plain = map
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 120);
  return `${plain || 'map'}.${ending(format)}`;
}
