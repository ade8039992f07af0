import { expect, test } from 'vitest';

import { Latest } from './latest';

/** A question that is answered when the test says so. */
function question() {
  let answer: (value: string) => void = () => undefined;
  let fail: (why: Error) => void = () => undefined;
  const signals: AbortSignal[] = [];
  const ask = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
  };
  return { ask, signals, answer: (value: string) => answer(value), fail: (why: Error) => fail(why) };
}

test('only the latest answer counts, and earlier questions are ended', async () => {
  const latest = new Latest();
  const heard: string[] = [];
  const first = question();
  const second = question();
  const hear = (what: string) => heard.push(what);
  const a = latest.ask(first.ask, hear, () => heard.push('failed'));
  const b = latest.ask(second.ask, hear, () => heard.push('failed'));
  expect(first.signals[0]?.aborted).toBe(true);
  second.answer('second');
  first.answer('first');
  await Promise.all([a, b]);
  expect(heard).toEqual(['second']);
});

test('a question that was ended does not complain', async () => {
  const latest = new Latest();
  const heard: string[] = [];
  const one = question();
  const asked = latest.ask(one.ask, hear(heard), () => heard.push('failed'));
  latest.stop();
  one.fail(new Error('cancelled'));
  await asked;
  expect(heard).toEqual([]);
});

const hear = (heard: string[]) => (what: string) => {
  heard.push(what);
};
