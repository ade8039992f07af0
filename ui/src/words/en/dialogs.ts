import { count } from '../plural';

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', hour12: false });

/** Dialogs, the start page, and the words around them. */
export const dialogs = {
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  size: (bytes: number) =>
    bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`,

  start: {
    title: 'See the ties between your teams',
    about: 'Draw how your teams really work together, and see where they wait for each other.',
    new: 'Start a map',
    recent: 'Recent maps',
    open: 'Open a map',
    noRecent: 'Maps you open appear here.',
    when: (at: Date) => day.format(at),
    gone: 'not there any more',
    served: 'No map is open. Start `tiemap serve` with a map to see it here.',
    privacy: (version: string) => `Tiemap ${version}. Everything stays in one file on this computer.`,
  },
  handovers: {
    about: 'Tick what is handed over where you work. Everything can be changed later.',
    make: (n: number) => (n === 0 ? 'Make the map' : `Make the map with ${count(n, 'handover')}`),
  },
  empty: {
    title: 'A blank map',
    ways: (paste: string) => [
      'Double-click anywhere to put a team there, and type its name.',
      'Drag from the edge of a card to another: what is handed over?',
      `Paste a list from Excel with ${paste}.`,
    ],
    add: 'Add a team',
    import: 'Import lists',
  },
  readOnly: (holder: string) => `${holder} has this map open. Here it can be read, not changed.`,

  palette: {
    title: 'Search or run a command',
    placeholder: 'A team, a function, what is handed over, or a command',
    results: 'Results',
    onMap: 'On the map',
    commands: 'Commands',
    function: 'function',
    nothing: 'Nothing is called so.',
  },
  help: {
    gestures: 'Mouse and touch',
    or: ' or ',
    letters: 'Single letters are shortcuts',
    list: [
      ['Add a team', 'double-click'],
      ['Draw a dependency', 'drag from a card\u2019s edge'],
      ['Draw it to a new team', 'let go on empty ground'],
      ['Move', 'drag'],
      ['Move without snapping', 'Alt while dragging'],
      ['Duplicate', 'Alt+drag'],
      ['Keep to one direction', 'Shift while dragging'],
      ['Select several', 'drag on empty ground, or Shift+click'],
      ['Move the map', 'wheel, Space+drag, middle button'],
      ['Zoom', 'Ctrl+wheel or pinch'],
      ['Menu', 'right click or long press'],
    ] as [what: string, how: string][],
  },
  snapshot: {
    about: 'A named version to come back to and to compare with. The map itself is always saved.',
    usual: (at: Date) => day.format(at),
    keep: 'Keep',
  },
  copies: {
    title: 'This map cannot be opened',
    about: (path: string) =>
      `${path} is damaged or gone. Tiemap keeps copies of every map; the damaged file is set aside, not deleted.`,
    none: 'There are no copies of it.',
    when: (at: Date) => moment.format(at),
    restore: 'Open this copy',
  },
  export: {
    format: 'Format',
    theme: 'Colours',
    themes: { light: 'Light', dark: 'Dark', print: 'Print' },
    scale: 'Size',
    transparent: 'Without a background',
    safe: 'Safe to share: names replaced, notes and ratings left out',
    formats: {
      png: { title: 'PNG', about: 'A picture for slides and chats' },
      pdf: { title: 'PDF', about: 'Sharp at any size, text can be selected' },
      svg: { title: 'SVG', about: 'For design tools' },
      csv: { title: 'CSV', about: 'Two tables, for Excel' },
      json: { title: 'JSON', about: 'Everything, for other programs' },
      txt: { title: 'Text', about: 'The map written down' },
    },
  },
  import: {
    about:
      'Tables of teams, of dependencies, or both. A map that has them already is brought up to date; nothing is doubled.',
    kinds: { name: 'Lists', endings: ['csv', 'tsv', 'txt', 'json', 'xlsx'] },
    none: 'CSV or text files. You can also drop them on the window.',
    choose: 'Choose files',
    direction: 'What does a row from A to B say?',
    asHeaders: 'As the headers say',
    provides: 'A hands over to B',
    relies: 'A relies on B',
    addMissing: 'Add teams that only the dependencies name',
    skipBad: 'Leave out rows that cannot be brought in',
    bringIn: 'Bring in',
    what: 'What',
    new: 'New',
    changed: 'Changed',
    unchanged: 'As it is',
    refused: (n: number) => `${count(n, 'row')} cannot be brought in`,
    file: 'File',
    row: 'Row',
    column: 'Column',
    why: 'Why',
    columns: 'Columns',
    ownField: 'a field of your own',
  },
  paste: {
    title: 'Paste onto the map',
    about: (what: string) => `The clipboard holds ${what}.`,
    bringIn: 'Paste',
  },
};
