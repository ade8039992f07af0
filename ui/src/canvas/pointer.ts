/** From the browser's pointers, wheel and keys to what the tools hear. */

import { commandFor, focusOf } from '../commands/keyboard';
import type { Context } from './context';
import { draftTeam } from './drafts';
import { directionOf } from './directions';
import * as camera from './kernels/camera';
import type { Point } from './kernels/geometry';
import { hit, type Hit } from './kernels/hit';
import { around } from './kernels/place';
import type { At } from './machine';
import { press, refs } from './selecting';
import { panning } from './tools/panning';
import { pinching } from './tools/pinching';

/** How long a finger rests for a menu, in milliseconds. */
const LONG_PRESS = 500;
/** A wheel that turns by lines or pages, in pixels. */
const WHEEL_UNIT = [1, 16, 400] as const;

/** Listens to an element; returns how to stop. */
export function listen(element: HTMLElement, context: Context): () => void {
  const { stage, session, fields } = context;
  const { machine } = stage;
  const fingers = new Map<number, Point>();
  let resting: ReturnType<typeof setTimeout> | undefined;
  let last: At | null = null;
  let space = false;
  const over = new AbortController();
  const { signal } = over;

  const pixel = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const at = (event: MouseEvent | PointerEvent): At => {
    const screen = pixel(event);
    return {
      screen,
      scene: stage.toScene(screen),
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      coarse: 'pointerType' in event && event.pointerType === 'touch',
    };
  };
  const under = (where: At): Hit =>
    hit(stage.sheet, where.scene, { scale: stage.scale, coarse: where.coarse });
  const ours = (event: Event): boolean => event.target instanceof Element && !event.target.closest('.field');
  const pair = (): [Point, Point] | null => {
    const [a, b] = fingers.values();
    return a && b ? [a, b] : null;
  };

  const menu = (where: At, event: MouseEvent): void => {
    machine.cancel();
    const thing = under(where);
    press(session, thing, { ...where, shift: false });
    const [one] = refs(thing);
    const [x, y] = where.scene;
    session.menu = { on: one?.kind ?? 'ground', x: event.clientX, y: event.clientY, at: { x, y } };
  };

  const down = (event: PointerEvent): void => {
    if (!ours(event)) return;
    const where = at(event);
    last = where;
    element.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, where.screen);
      clearTimeout(resting);
      if (fingers.size === 2) {
        machine.cancel();
        return machine.go(pinching, { ...context, fingers: pair });
      }
      if (fingers.size > 2) return;
      resting = setTimeout(() => menu(where, event), LONG_PRESS);
    }
    if (event.button === 1 || (event.button === 0 && space)) {
      event.preventDefault();
      machine.cancel();
      return machine.go(panning, { ...context, at: where });
    }
    if (event.button === 0) machine.down(where);
  };

  const move = (event: PointerEvent): void => {
    if (!ours(event) && machine.name === 'idle') return stage.hover(null);
    const where = at(event);
    if (fingers.has(event.pointerId)) {
      const [x, y] = fingers.get(event.pointerId) ?? where.screen;
      if (Math.hypot(where.screen[0] - x, where.screen[1] - y) > 8) clearTimeout(resting);
      if (fingers.size > 1 || Math.hypot(where.screen[0] - x, where.screen[1] - y) > 8)
        fingers.set(event.pointerId, where.screen);
    }
    last = where;
    machine.move(where);
  };

  const up = (event: PointerEvent): void => {
    clearTimeout(resting);
    const pinched = fingers.size > 1;
    fingers.delete(event.pointerId);
    // The finger that stays after a pinch begins nothing.
    if (pinched) return fingers.size === 0 || machine.name === 'pinching' ? machine.up(at(event)) : undefined;
    if (event.button <= 1) machine.up(at(event));
  };

  const lost = (event: PointerEvent): void => {
    clearTimeout(resting);
    fingers.delete(event.pointerId);
    machine.cancel();
  };

  const double = (event: MouseEvent): void => {
    if (!ours(event) || session.tool === 'hand') return;
    const where = at(event);
    const thing = under(where);
    if (thing.on === 'title' && (thing.room.collapsed || stage.sheet.scene.level === 'far')) {
      if (thing.room.collapsed && session.canEdit) {
        void session.edit({ type: 'collapse', functions: [thing.room.id], collapsed: false });
      } else stage.lookNow(camera.fitted(thing.room.rect, stage.viewport));
      return;
    }
    if (thing.on === 'ground' || thing.on === 'room') {
      if (!session.canEdit || stage.sheet.scene.level === 'far') return;
      const room = thing.on === 'room' ? thing.room.id : null;
      const then = (direction: Parameters<NonNullable<typeof session.canvas>['addLinked']>[0]): void =>
        session.canvas?.addLinked(direction);
      return draftTeam(context, { rect: around(where.scene), room, then });
    }
    const [one] = refs(thing);
    if (one && thing.on !== 'walls') session.canvas?.rename(one.kind, one.id);
  };

  const wheel = (event: WheelEvent): void => {
    if (!ours(event)) return;
    event.preventDefault();
    const unit = WHEEL_UNIT[event.deltaMode] ?? 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    // A pinch on a trackpad comes as a wheel with Ctrl.
    if ((event.ctrlKey || event.metaKey) !== session.settings.wheelZooms) {
      // Pinches come in small steps that each mean more than those of a wheel.
      const amount = Math.abs(dy) < 10 ? dy * 3 : dy;
      return stage.look(camera.zoomed(stage.camera, camera.wheelFactor(amount), pixel(event)));
    }
    stage.look(camera.panned(stage.camera, event.shiftKey && dx === 0 ? [-dy, 0] : [-dx, -dy]));
  };

  /** Keys that mean something to the canvas itself; all others belong to the list of commands. */
  const keydown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.target !== element) return;
    if (handled(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const handled = (event: KeyboardEvent): boolean => {
    const { key } = event;
    if (machine.name !== 'idle') {
      if (key === 'Escape') {
        machine.cancel();
        return true;
      }
      if (machine.key(key)) return true;
      modified(event);
      return !['Shift', 'Control', 'Alt', 'Meta'].includes(key);
    }
    if (key === ' ') {
      space = true;
      stage.cursor('grab');
      return true;
    }
    if (key === 'Tab' && !event.ctrlKey && !event.altKey)
      return session.canvas?.step(event.shiftKey ? -1 : 1) === true;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && key === 'ContextMenu') return menuByKey();
    if (event.shiftKey && key === 'F10') return menuByKey();
    const direction = directionOf(key);
    if (plain && direction && session.selection.size === 0) {
      const by = event.shiftKey ? 240 : 60;
      const step: Point = { left: [by, 0], right: [-by, 0], up: [0, by], down: [0, -by] }[direction] as Point;
      stage.look(camera.panned(stage.camera, step));
      return true;
    }
    return replaces(event);
  };

  /** Typing replaces the name of the one thing that is selected, unless the key is a shortcut. */
  const replaces = (event: KeyboardEvent): boolean => {
    const one = session.selection.single;
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (!one || !session.canEdit || commandFor(event, focusOf(element), session)) return false;
    session.canvas?.rename(one.kind, one.id, event.key);
    return true;
  };

  /** The menu of what is selected, beside it. */
  const menuByKey = (): boolean => {
    const one = session.selection.single;
    const rect = one && (stage.sheet.cards.get(one.id) ?? stage.sheet.rooms.get(one.id))?.rect;
    const box = element.getBoundingClientRect();
    const [x, y] = rect
      ? [rect[0] + rect[2] / 2, rect[1] + rect[3]]
      : stage.toScene([box.width / 2, box.height / 2]);
    const [sx, sy] = camera.toScreen(stage.camera, [x, y]);
    session.menu = { on: one?.kind ?? 'ground', x: box.left + sx, y: box.top + sy, at: { x, y } };
    return true;
  };

  /** Shift, Ctrl and Alt change a gesture without the pointer moving. */
  const modified = (event: KeyboardEvent): void => {
    if (!last || !['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const ctrl = event.ctrlKey || event.metaKey;
    last = { ...last, shift: event.shiftKey, ctrl, alt: event.altKey };
    machine.move(last);
  };

  const keyup = (event: KeyboardEvent): void => {
    if (event.key === ' ') {
      space = false;
      stage.cursor('default');
    } else if (machine.name !== 'idle') modified(event);
  };

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', lost, { signal });
  element.addEventListener('pointerleave', () => machine.name === 'idle' && stage.hover(null), { signal });
  element.addEventListener('dblclick', double, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  element.addEventListener('keydown', keydown, { signal });
  element.addEventListener('keyup', keyup, { signal });
  element.addEventListener('blur', () => (space = false), { signal });
  element.addEventListener(
    'contextmenu',
    (event) => {
      if (!ours(event)) return;
      event.preventDefault();
      if (!fields.open && event.button === 2) menu(at(event), event);
    },
    { signal },
  );
  return () => over.abort();
}
