/**
 * Lines of text, exactly where the desk has measured them: nothing is wrapped or measured here. The bundled font is
 * drawn at its anchor; any other run at its own place, so that a font that is a little wider shifts nothing else.
 */

import type { Line } from '../../backend/protocol/Line';
import type { Run } from '../../backend/protocol/Run';
import { classes, svg } from './svg';

/** The elements of a line, with these classes besides its role. */
export function line(of: Line, name?: string): SVGTextElement[] {
  const [only] = of.runs;
  if (of.runs.length === 1 && only && !only.family && !only.rtl) {
    return [text(of, only, of.x, of.anchor, name)];
  }
  const width = Math.max(0, ...of.runs.map((run) => run.x + run.width));
  const left = of.x - (of.anchor === 'middle' ? width / 2 : of.anchor === 'end' ? width : 0);
  // What runs right to left starts at its right end.
  return of.runs.map((run) => text(of, run, left + run.x + (run.rtl ? run.width : 0), 'start', name));
}

function text(of: Line, run: Run, x: number, anchor: Line['anchor'], name?: string): SVGTextElement {
  const element = svg('text', {
    class: classes(name, of.role),
    x,
    y: of.y,
    'font-size': of.size,
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-family': run.family && `'${run.family}', var(--font)`,
    direction: run.rtl ? 'rtl' : undefined,
  });
  element.textContent = run.text;
  return element;
}
