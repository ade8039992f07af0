/** Showing where things went: cards and rooms glide from where they were, ties come in when they are there. */

import type { Scene } from '../../backend/protocol/Scene';
import type { Rect } from '../kernels/geometry';

/** In milliseconds. */
const GLIDE = 180;
const EASING = 'cubic-bezier(0.2, 0, 0, 1)';

/** The place of every card and room in a scene. */
function places(scene: Scene): Map<string, Rect> {
  return new Map([...scene.cards, ...scene.rooms].map((shape) => [shape.id, shape.rect]));
}

/** Lets what has moved between two scenes glide to where the second has it. */
export function animateFrom(before: Scene, after: Scene, elements: (id: string) => Element[]): void {
  const old = places(before);
  const gone = new Set<string>();
  for (const [id, now] of places(after)) {
    const was = old.get(id);
    if (!was || (was[0] === now[0] && was[1] === now[1])) continue;
    gone.add(id);
    const from = `translate(${was[0] - now[0]}px, ${was[1] - now[1]}px)`;
    for (const element of elements(id)) {
      element.animate([{ transform: from }, { transform: 'none' }], { duration: GLIDE, easing: EASING });
    }
  }
  if (gone.size === 0) return;
  for (const tie of after.ties) {
    for (const element of elements(tie.id)) {
      element.animate([{ opacity: 0 }, { opacity: 0, offset: 0.4 }, { opacity: 1 }], { duration: GLIDE });
    }
  }
}
