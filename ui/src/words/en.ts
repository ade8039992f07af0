import { canvas } from './en/canvas';
import { commands } from './en/commands';
import { dialogs } from './en/dialogs';
import { panels } from './en/panels';
import { whatIf } from './en/what-if';
import { count, number } from './plural';

/** English. */
export const en = {
  app: 'Tiemap',
  title: (map: string) => `${map} - Tiemap`,
  canvas,
  commands,
  ...dialogs,
  ...panels,
  whatIf,
  proposal: {
    region: 'A layout to look at',
    title: 'How a full tidy would look',
    moves: (n: number, all: number) =>
      n === all
        ? `All ${count(all, 'team')} would move. Nothing has changed yet.`
        : `${number(n)} of ${count(all, 'team')} would move. Nothing has changed yet.`,
    nothing: 'Everything is where a full tidy would put it',
    take: 'Take it',
    leave: 'Leave as it is',
    offer: 'See a full tidy',
  },
  focus: {
    region: 'What is looked at',
    within: (steps: number, name: string) => `Within ${count(steps, 'step')} of ${name}`,
    fewer: 'One step less',
    more: 'One step more',
    clear: 'Show everything',
  },

  failures: {
    disconnected: 'The connection to the map was lost. Trying to get it back.',
    unexpected: (why: string) => `Something unexpected happened: ${why}`,
    copies: 'Show its copies',
  },
  toasts: {
    region: 'Messages',
    close: 'Close',
    undo: 'Undo',
    undone: (what: string) => `Undone: ${what}`,
    redone: (what: string) => `Done again: ${what}`,
    copied: 'Copied',
    pictureCopied: 'The picture is on the clipboard',
    svgCopied: 'The picture is on the clipboard, for a drawing program to paste',
    nothingToPaste: 'There is no text on the clipboard to paste',
    exported: (files: string[]) => `Exported ${files.join(' and ')}`,
    copySaved: (path: string) => `Saved a copy as ${path}`,
    snapshotKept: (name: string) => `Kept as \u201c${name}\u201d`,
    imported: 'The lists are on the map',
  },
  jobs: {
    tidy: 'Tidying the map',
    propose: 'Trying a new layout',
    read: 'Reading the map',
    heal: 'Looking for what would help',
    compare: 'Comparing',
    export: 'Writing the export',
    import: 'Bringing the lists in',
    preview: 'Reading the lists',
    cancel: 'Stop',
    region: 'What is running',
  },
  names: {
    team: 'New team',
    function: 'New function',
    /** A dependency that says nothing yet. */
    dependency: 'Dependency',
    arrow: (provider: string, receiver: string) => `${provider} \u2192 ${receiver}`,
  },
  counts: {
    teams: (n: number) => count(n, 'team'),
    functions: (n: number) => count(n, 'function'),
    dependencies: (n: number) => count(n, 'dependency', 'dependencies'),
    findings: (n: number) => count(n, 'finding'),
    plain: number,
    selected: (teams: number, functions: number, dependencies: number) =>
      [
        teams && count(teams, 'team'),
        functions && count(functions, 'function'),
        dependencies && count(dependencies, 'dependency', 'dependencies'),
      ]
        .filter(Boolean)
        .join(', '),
  },
  times: {
    now: 'just now',
    today: 'Today',
    yesterday: 'Yesterday',
  },
};
