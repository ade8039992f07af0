// How much of the window the canvas has, before it is there to be measured.

import type { Viewport } from '../canvas/kernels/camera';
import type { Settings } from '../state/settings.svelte';

/** The window without what lies around the canvas; `design/base.css` says how large that is. */
export function canvasSize({ outlineOpen, panelOpen }: Settings): Viewport {
  const style = getComputedStyle(document.documentElement);
  const pixels = (name: string): number => parseFloat(style.getPropertyValue(name)) || 0;
  const beside = (outlineOpen ? pixels('--outline-width') : 0) + (panelOpen ? pixels('--panel-width') : 0);
  return [innerWidth - beside, innerHeight - pixels('--bar-height')];
}
