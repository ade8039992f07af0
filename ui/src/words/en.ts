import { count } from './plural';

/** English. */
export const en = {
  app: 'Tiemap',
  title: (map: string) => `${map} - Tiemap`,
  failures: {
    disconnected: 'The connection to the map was lost. Trying to get it back.',
    unexpected: (why: string) => `Something unexpected happened: ${why}`,
  },
  toasts: {
    undo: 'Undo',
    undone: (what: string) => `Undone: ${what}`,
    redone: (what: string) => `Done again: ${what}`,
  },
  jobs: { tidy: 'Tidying the map', read: 'Reading the map' },
  counts: {
    teams: (n: number) => count(n, 'team'),
  },
};
