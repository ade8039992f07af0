import { expect, test } from 'vitest';

import { Jobs } from './jobs.svelte';

test('a job is listed while it runs, tells how far it is, and can be ended', async () => {
  const jobs = new Jobs();
  const ended = jobs.run('Tidying', ({ signal, onProgress }) => {
    onProgress(0.5);
    return new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('ended')));
  });
  expect(jobs.list.map(({ title, share }) => [title, share])).toEqual([['Tidying', 0.5]]);
  jobs.list[0]?.cancel();
  expect(await ended).toBe('ended');
  expect(jobs.list).toEqual([]);
});
