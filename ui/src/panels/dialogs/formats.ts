// What the map can be written as.

/** A format of an export. */
export type Format = 'png' | 'svg' | 'pdf' | 'csv' | 'json' | 'txt';

/** A format and what it is like. */
export interface FormatKind {
  format: Format;
  /** The ending of its file. */
  ending: string;
  /** Whether it is a picture, with a theme and a lens. */
  picture: boolean;
}

/** All formats, in the order they are offered. */
export const FORMATS: readonly FormatKind[] = [
  { format: 'png', ending: 'png', picture: true },
  { format: 'pdf', ending: 'pdf', picture: true },
  { format: 'svg', ending: 'svg', picture: true },
  { format: 'csv', ending: 'csv', picture: false },
  { format: 'json', ending: 'json', picture: false },
  { format: 'txt', ending: 'txt', picture: false },
];

/** What a format is like. */
export function kindOf(format: Format): FormatKind {
  return FORMATS.find((one) => one.format === format) ?? { format, ending: format, picture: false };
}

/** A file name from a map's name: without what a file system or a shell takes amiss. */
export function fileName(map: string, format: Format): string {
  const plain = map
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|\.+$/g, '')
    .slice(0, 120);
  return `${plain || 'map'}.${kindOf(format).ending}`;
}
