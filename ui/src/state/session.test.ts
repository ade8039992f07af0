import { beforeEach, describe, expect, test } from 'vitest';

import { CallFailure, type Backend, type DeskEvent, type Name, type Reply } from '../backend/backend';
import type { Done } from '../backend/protocol/Done';
import type { MapInfo } from '../backend/protocol/MapInfo';
import type { SceneRequest } from '../backend/protocol/SceneRequest';
import { fittedMap, overscanned, sight, type Viewport } from '../canvas/kernels/camera';
import type { Rect } from '../canvas/kernels/geometry';
import { Session } from './session.svelte';

// The session's own rules, with a desk that only says what it is told to: which revision counts, what follows a change.

const map = (revision: number, path = '/a.tiemap'): MapInfo => ({
  revision,
  name: 'A',
  path,
  read_only: null,
  undo: null,
  redo: null,
  style: 'ecosystem',
  teams: 0,
  functions: 0,
  dependencies: 0,
  bounds: [0, 0, 0, 0],
});

class Script {
  asked: Name[] = [];
  answers: Partial<{ [N in Name]: () => Reply<N> }> = {};
  tell: (event: DeskEvent) => void = () => undefined;

  backend(): Backend {
    return {
      call: async <N extends Name>(name: N): Promise<Reply<N>> => {
        this.asked.push(name);
        const answer = this.answers[name];
        if (!answer) throw new CallFailure({ code: 'refused', message: `${name} was refused.` });
        return answer();
      },
      events: (listener) => {
        this.tell = listener;
        return () => undefined;
      },
      connection: () => () => undefined,
      setTitle: () => undefined,
    } as Partial<Backend> as Backend;
  }
}

let script: Script;
let session: Session;

beforeEach(async () => {
  script = new Script();
  script.answers.welcome = () => ({ version: '1', can_open: true, recent: [], templates: [], map: map(5) });
  script.answers.outline = () => ({ revision: 5, functions: [], teams: [] });
  session = new Session();
  await session.start(script.backend());
});

describe('the open map', () => {
  test('is shown as the desk greets with it', () => {
    expect(session.map?.revision).toBe(5);
    expect(script.asked).toContain('outline');
  });

  test('is greeted although it changes before it is shown', async () => {
    let changed = false;
    script.answers.outline = () => {
      if (!changed) {
        changed = true;
        script.tell({ type: 'changed', map: map(6), label: '', only_layout: false });
      }
      return { revision: 6, functions: [], teams: [] };
    };
    session = new Session();
    await session.start(script.backend());
    await expect.poll(() => session.map?.revision).toBe(6);
    expect(session.welcome?.version).toBe('1');
  });

  test('does not go back to an older state that arrives late', () => {
    script.tell({ type: 'changed', map: map(7), label: '', only_layout: false });
    script.tell({ type: 'changed', map: map(6), label: '', only_layout: false });
    expect(session.map?.revision).toBe(7);
  });

  test('asks for the names once for each new state, however it is heard of', () => {
    script.asked = [];
    session.take(map(6));
    script.tell({ type: 'changed', map: map(6), label: '', only_layout: false });
    expect(script.asked.filter((name) => name === 'outline')).toHaveLength(1);
  });

  test('takes the selection and the lens with it when another is opened', () => {
    session.selection.set({ teams: ['x'] });
    session.lens = 'silos';
    script.tell({ type: 'opened', map: map(1, '/b.tiemap') });
    expect(session.selection.size).toBe(0);
    expect(session.lens).toBeNull();
  });

  test('cannot be edited where it can only be read', () => {
    session.take({ ...map(6), read_only: 'Ana on laptop' });
    expect(session.canEdit).toBe(false);
  });
});

describe('the first picture', () => {
  const scene = { revision: 5, scene: null };

  async function opened(): Promise<void> {
    script.asked = [];
    script.answers.welcome = () => ({
      version: '1',
      can_open: true,
      recent: [],
      templates: [],
      map: { ...map(5), bounds: [0, 0, 1000, 500] },
    });
    script.answers.scene = () => scene;
    session = new Session();
    session.canvasSize = () => [800, 600];
    await session.start(script.backend());
  }
  const scenes = (): number => script.asked.filter((name) => name === 'scene').length;
  const fitted = (bounds: Rect, viewport: Viewport): SceneRequest => {
    const camera = fittedMap(bounds, viewport);
    return { viewport: overscanned(sight(camera, viewport)), scale: camera.scale };
  };

  test('is asked for before the names, and not again', async () => {
    await opened();
    expect(script.asked.slice(0, 3)).toEqual(['welcome', 'scene', 'outline']);
    const request = fitted([0, 0, 1000, 500], [800, 600]);
    expect(await session.scene(request)).toBe(scene);
    expect(scenes()).toBe(1);
    await session.scene(request);
    expect(scenes()).toBe(2);
  });

  test('is asked for anew where the canvas is of another size', async () => {
    await opened();
    await session.scene(fitted([0, 0, 1000, 500], [790, 600]));
    expect(scenes()).toBe(2);
  });
});

test('what was done can be taken back from its message while it is the last', async () => {
  const nothing = { teams: [], functions: [], dependencies: [] };
  const done = (label: string, now: MapInfo): Done => ({ label, map: now, added: nothing });
  script.answers.edit = () => done('Delete Brand', { ...map(6), undo: 'Delete Brand' });
  script.answers.undo = () => done('Undo Delete Brand', map(7));
  const told = await session.edit({ type: 'delete', ...nothing, with_contents: false });
  if (told) session.tell(told);
  const texts = (): string[] => session.toasts.list.map((toast) => toast.text);
  expect(texts()).toEqual(['Delete Brand']);
  await session.undo();
  expect(texts()).toEqual(['Undone: Delete Brand']);
});

describe('a call that fails', () => {
  test('is shown and answered with nothing', async () => {
    expect(await session.call('undo', {})).toBeNull();
    expect(session.toasts.list.map((toast) => toast.text)).toEqual(['undo was refused.']);
  });

  test('says nothing where the person wanted it', () => {
    session.fail(new CallFailure({ code: 'cancelled', message: 'x' }));
    session.fail(new CallFailure({ code: 'outdated', message: 'x' }));
    expect(session.toasts.list).toEqual([]);
  });

  test('offers the copies of a damaged map', async () => {
    script.answers.open_map = () => {
      throw new CallFailure({ code: 'damaged', message: 'x' });
    };
    await session.open('/c.tiemap');
    expect(session.dialog).toEqual({ name: 'copies', path: '/c.tiemap' });
  });
});

test('Escape backs out one level at a time', () => {
  session.selection.set({ teams: ['x'] });
  session.tool = 'connect';
  session.backOut();
  expect([session.tool, session.selection.size]).toEqual(['select', 1]);
  session.backOut();
  expect(session.selection.size).toBe(0);
});
