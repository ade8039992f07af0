// The first picture of a map is asked for before there is a canvas to show it: the page is put together while it is on
// its way. Where the canvas turns out to be of another size, it asks again.

import type { Backend } from '../backend/backend';
import type { MapInfo } from '../backend/protocol/MapInfo';
import type { SceneReply } from '../backend/protocol/SceneReply';
import type { SceneRequest } from '../backend/protocol/SceneRequest';
import { fittedMap, overscanned, sight, type Viewport } from '../canvas/kernels/camera';
import { same } from '../canvas/painter/same';

/** A picture that is on its way. */
export class FirstScene {
  #asked: { path: string; request: SceneRequest; reply: Promise<SceneReply> } | null = null;

  /** Asks for all of `map`, as a canvas of that size shows it. */
  ask(backend: Backend, map: MapInfo, viewport: Viewport): void {
    const camera = fittedMap(map.bounds, viewport);
    const request = { viewport: overscanned(sight(camera, viewport)), scale: camera.scale };
    const reply = backend.call('scene', request);
    // Whoever takes it hears of what went wrong; nobody else needs to.
    reply.catch(() => undefined);
    this.#asked = { path: map.path, request, reply };
  }

  /** The picture, once, if it is the one that is wanted. */
  take(path: string, request: SceneRequest): Promise<SceneReply> | null {
    const asked = this.#asked;
    this.#asked = null;
    return asked?.path === path && same(asked.request, request) ? asked.reply : null;
  }
}
