import { count, number } from '../plural';

const are = (n: number, one: string, many: string): string => (n === 1 ? one : many);

/** Taking away, healing, comparing, and the glossary. */
export const whatIf = {
  marks: {
    gone: 'away',
    cutOff: 'cut off',
    loses: (n: number) => `\u2212${number(n)}`,
    longer: (n: number) => `${number(n)} longer`,
  },
  away: {
    title: (names: string) => `Without ${names}`,
    counting: 'Counting what breaks',
    region: 'What would be without it',
    cut: (cut: number, routes: number, about: boolean) =>
      `${about ? 'About ' : ''}${number(cut)} of ${number(routes)} ${are(cut, 'route', 'routes')} between other teams ${are(cut, 'is', 'are')} cut`,
    longer: (n: number) => `${number(n)} ${are(n, 'route gets', 'routes get')} longer`,
    cutOff: (n: number) => `${count(n, 'team')} ${are(n, 'is', 'are')} cut off`,
    holds: 'Every route between the others holds',
    back: 'Bring back',
    backOne: (name: string) => `Bring ${name} back`,
    take: (name: string) => `Take ${name} away and see`,
    it: 'it',
    takeThese: 'Take these away and see',
    bring: (name: string) => `Bring ${name} back`,
    bringThese: 'Bring these back',
    list: (names: string[], most: number) => {
      const shown = names.slice(0, most);
      const rest = names.length - shown.length;
      if (rest > 0) return `${shown.join(', ')} and ${count(rest, 'other')}`;
      const last = shown.pop();
      return shown.length > 0 ? `${shown.join(', ')} and ${last ?? ''}` : (last ?? '');
    },
    key: 'On the map',
    keys: {
      loses: '\u22125: routes that no longer reach a team, where it loses the most',
      longer: '5 longer: routes that still reach it, over more steps',
      detour: 'solid blue: the way round',
    },
  },
  heal: {
    button: 'What would help',
    title: (name: string) => `What would help ${name}`,
    silo: (name: string) => `What would open up ${name}`,
    looking: 'Trying out new dependencies. You can go on working.',
    back: 'Back',
    try: 'Try it',
    untry: 'Stop trying',
    take: 'Take it',
    about:
      'Each counts on those above it. Trying draws a dashed line and changes nothing; taking it is one change that undo takes back.',
    ends: (provider: string, receiver: string) => `${provider} \u2192 ${receiver}`,
    figures: {
      routes_lost: 'Routes that hang on it',
      silo_score: 'How likely it works apart',
    } as Record<string, string>,
    before: (what: string, before: string, after: string) => `${what}: ${before} before, ${after} after`,
  },
  compare: {
    with: (name: string) => `Compare ${name} with now`,
    another: 'Compare with another map',
    title: (name: string) => `Since ${name}`,
    end: 'End comparing',
    export: 'Export this picture',
    same: 'Nothing has changed.',
    counts: (n: number) =>
      `${count(n, 'thing')} ${are(n, 'differs', 'differ')}. The map shows them where they are; nothing has been moved.`,
    frozen: 'The map cannot be changed while you compare.',
    thing: { team: 'team', function: 'function', dependency: 'dependency' },
    fates: { new: 'new', gone: 'gone', changed: 'changed' },
    unnamed: 'not named',
    more: (n: number) => `and ${number(n)} more`,
    figures: 'Figures',
    before: 'Then',
    after: 'Now',
    findings: { gone: 'No longer found', new: 'New', better: 'Better', worse: 'Worse' },
    sameFindings: (n: number) => `${count(n, 'finding')} as before.`,
  },
  glossary: {
    about: 'Every number Tiemap shows, in plain words, and what it is on this map.',
    find: 'Find a figure',
    none: 'No figure is called so.',
    reading: 'Reading the map',
    art: 'Specialists say',
    numbers: 'The numbers behind it',
    explain: (name: string) => `What ${name} means`,
  },
  lessThan: (n: number) => `less than ${n}%`,
  moreThan: (n: number) => `more than ${n}%`,
  percent: (share: number) => `${number(Math.round(share * 100))}%`,
};
