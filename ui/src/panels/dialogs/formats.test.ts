import { expect, test } from 'vitest';

import { words } from '../../words';
import {
  areSides,
  asked,
  beside,
  fileName,
  FORMATS,
  remember,
  remembered,
  USUAL,
  type Choice,
} from './formats';

/** A store that holds one text. */
function store(text: string | null = null) {
  return {
    getItem: () => text,
    setItem: (_: string, value: string) => {
      text = value;
    },
  };
}

test('a file name keeps the map’s name without what a file system takes amiss', () => {
  expect(fileName('Northwind ecosystem', 'png')).toBe('Northwind ecosystem.png');
  expect(fileName('a/b\\c: "d" <e>|*?', 'pdf')).toBe('a b c d e.pdf');
  expect(fileName('../..', 'svg')).not.toContain('/');
  expect(fileName('   ', 'csv')).toBe('map.csv');
  expect(fileName('x'.repeat(500), 'csv').length).toBeLessThan(130);
});

test('further formats lie beside the first', () => {
  expect(beside('/home/ana/v1.2/Board.pptx', 'pdf', ['pptx', 'pdf'])).toBe('/home/ana/v1.2/Board.pdf');
  expect(beside('C:\\maps\\Board', 'svg', ['pptx', 'svg'])).toBe('C:\\maps\\Board.svg');
  expect(beside('/Board.pdf', 'report-pdf', ['pdf', 'report-pdf'])).toBe('/Board report.pdf');
  expect(beside('/Board.pptx', 'report-pdf', ['pptx', 'report-pdf'])).toBe('/Board.pdf');
});

test('a paper of one\u2019s own has two sides', () => {
  expect(['500x700', ' 500 \u00d7 700 ', '50X5000'].every(areSides)).toBe(true);
  expect(['', '500', '500x', '10x10', '6000x100', 'axb'].some(areSides)).toBe(false);
});

test('every format has its words', () => {
  expect(Object.keys(words.export.formats).sort()).toEqual(FORMATS.map((one) => one.format).sort());
});

test('the choice is remembered, but not that it was safe to share', () => {
  const kept = store();
  const choice: Choice = {
    ...USUAL,
    formats: ['pptx', 'pdf'],
    lenses: ['map', 'silos'],
    paper: 'a3',
    notes: false,
  };
  remember(kept, { ...choice, safe: true });
  expect(remembered(kept, ['map', 'silos'])).toEqual(choice);
  // A lens that is no longer there, a format of another version, and a broken store do no harm.
  expect(remembered(kept, ['map']).lenses).toEqual(['map']);
  expect(remembered(store('{"formats":["docx"],"theme":7,"lenses":"all"}'), ['map'])).toEqual(USUAL);
  expect(remembered(store('{'), ['map'])).toEqual(USUAL);
});

test('the desk is asked only for what the format has', () => {
  const choice: Choice = { ...USUAL, paper: 'a4', scale: '3' };
  expect(asked(choice, 'pdf')).toEqual({ format: 'pdf', lenses: ['map'], theme: 'light', paper: 'a4' });
  expect(asked(choice, 'png')).toMatchObject({ scale: 3 });
  expect(asked({ ...choice, paper: 'own', sides: '500 \u00d7 700', tiles: '3x2' }, 'pdf')).toMatchObject({
    paper: '500x700',
    tiles: '3x2',
  });
  const template = { name: 'acme.potx', path: '/acme.potx' };
  expect(asked(choice, 'report-pptx', undefined, { template: [template] })).toMatchObject({
    format: 'pptx',
    report: true,
    template,
  });
  const colours = { name: 'acme.json', path: '/acme.json' };
  const fonts = [{ name: 'acme.ttf', path: '/acme.ttf' }];
  const own = { colours: [colours], template: [template], fonts };
  expect(asked(choice, 'png', undefined, own)).toMatchObject({ colours, fonts });
  expect(asked(choice, 'png', undefined, own)).not.toHaveProperty('template');
  expect(asked({ ...choice, each: true }, 'pdf')).toMatchObject({ each: true });
  expect(asked({ ...choice, each: true }, 'png')).not.toHaveProperty('each');
  expect(asked(choice, 'report-html')).not.toHaveProperty('paper');
  expect(asked(choice, 'pptx', '/a.pptx')).toMatchObject({ slides: 'wide', notes: true, path: '/a.pptx' });
});
