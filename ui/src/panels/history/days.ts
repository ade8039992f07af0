import type { HistoryEntry } from '../../backend/protocol/HistoryEntry';
import { words } from '../../words';

/** The changes of one day. */
export interface Day {
  title: string;
  entries: HistoryEntry[];
}

const DAY = 24 * 60 * 60 * 1000;
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });
const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

/** Changes under the day they were made on, in the order they come. */
export function byDay(entries: readonly HistoryEntry[], now: number): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const title = dayOf(entry.at, now);
    const last = days.at(-1);
    if (last?.title === title) last.entries.push(entry);
    else days.push({ title, entries: [entry] });
  }
  return days;
}

/** The time of a moment today, else its day. */
export function clock(at: number, now: number): string {
  return dayOf(at, now) === words.times.today ? time.format(at) : short.format(at);
}

function dayOf(at: number, now: number): string {
  const title = date.format(at);
  if (title === date.format(now)) return words.times.today;
  if (title === date.format(now - DAY)) return words.times.yesterday;
  return title;
}
