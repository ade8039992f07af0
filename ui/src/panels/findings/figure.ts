// Figures as people read them.

import { words } from '../../words';

/** Figures that are shares of something, from 0 to 1. */
const SHARES: readonly string[] = [
  'silo_score',
  'share_of_expected',
  'demand_share',
  'share_lost',
  'share',
  'p',
  'density',
  'density_in',
  'density_out',
  'conductance',
  'reciprocity',
  'betweenness',
];
const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** A figure's number in words: a share as percent, others with two decimals at most. */
export function shownFigure(figure: string, value: number): string {
  if (!SHARES.includes(figure)) return decimal.format(value);
  // Neither nothing nor all by rounding.
  if (value > 0 && value < 0.005) return words.whatIf.lessThan(1);
  if (value < 1 && value > 0.995) return words.whatIf.moreThan(99);
  return words.whatIf.percent(value);
}
