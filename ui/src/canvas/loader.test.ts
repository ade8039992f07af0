import { describe, expect, test } from 'vitest';

import type { SceneReply } from '../backend/protocol/SceneReply';
import type { SceneRequest } from '../backend/protocol/SceneRequest';
import { scene } from './kernels/scenes.testing';
import { Loader, type Loaded, type Wish } from './loader';

const wish = (more: Partial<Wish> = {}): Wish => ({
  sight: [0, 0, 100, 100],
  around: [-30, -30, 160, 160],
  scale: 1,
  lens: null,
  revision: 1,
  stamp: 0,
  zooming: false,
  ...more,
});

/** A loader whose questions are answered by hand. */
function byHand() {
  const asked: {
    request: SceneRequest;
    answer: (revision: number) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const painted: Loaded[] = [];
  const failures: unknown[] = [];
  const rest = (): Promise<void> => new Promise((done) => setTimeout(done));
  const loader = new Loader(
    (request) =>
      new Promise<SceneReply>((resolve, reject) => {
        asked.push({
          request,
          answer: (revision) => (resolve({ revision, scene: scene({}) }), rest()),
          fail: () => (reject(new Error('no')), rest()),
        });
      }),
    (loaded) => painted.push(loaded),
    (why) => failures.push(why),
  );
  return { loader, asked, painted, failures };
}

describe('scenes', () => {
  test('are asked once, and not again while nothing changes', async () => {
    const { loader, asked, painted } = byHand();
    loader.want(wish());
    loader.want(wish());
    await asked[0]?.answer(1);
    loader.want(wish());
    expect([asked.length, painted.length, loader.settled]).toEqual([1, 1, true]);
  });

  test('are not asked for a pan within what is painted, nor while a zoom goes on', async () => {
    const { loader, asked } = byHand();
    loader.want(wish());
    await asked[0]?.answer(1);
    loader.want(wish({ sight: [20, 0, 100, 100] }));
    loader.want(wish({ scale: 1.2, zooming: true }));
    expect(asked.length).toBe(1);
    loader.want(wish({ scale: 1.2 }));
    expect(asked.length).toBe(2);
  });

  test('of many wishes meanwhile only the last is asked', async () => {
    const { loader, asked } = byHand();
    loader.want(wish());
    for (const revision of [2, 3, 4]) loader.want(wish({ revision, lens: 'silos' }));
    await asked[0]?.answer(1);
    await asked[1]?.answer(4);
    expect(asked.length).toBe(2);
    expect(asked[1]?.request.lens).toBe('silos');
    expect(loader.settled).toBe(true);
  });

  test('of an earlier revision than the painted one are dropped', async () => {
    const { loader, asked, painted } = byHand();
    loader.want(wish({ revision: 5 }));
    await asked[0]?.answer(5);
    loader.want(wish({ revision: 5, scale: 2 }));
    await asked[1]?.answer(4);
    expect(painted.map((one) => one.revision)).toEqual([5]);
    await asked[2]?.answer(5);
    expect(painted.map((one) => one.scale)).toEqual([1, 2]);
  });

  test('that fail are told once, and asked again when something else is wanted', async () => {
    const { loader, asked, failures } = byHand();
    loader.want(wish());
    await asked[0]?.fail();
    loader.want(wish());
    expect([asked.length, failures.length]).toEqual([1, 1]);
    loader.want(wish({ revision: 2 }));
    expect(asked.length).toBe(2);
  });

  test('of a map that was closed meanwhile are not painted', async () => {
    const { loader, asked, painted } = byHand();
    loader.want(wish());
    loader.reset();
    await asked[0]?.answer(1);
    expect(painted).toEqual([]);
  });
});
