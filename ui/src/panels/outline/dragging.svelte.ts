// Dragging rows of the outline onto a function: one edit when they are let go.

import type { Edit } from '../../backend/protocol/Edit';
import type { Session } from '../../state/session.svelte';
import { words } from '../../words';
import type { Row } from './rows';

/** How far the pointer moves before it is a drag, in pixels. */
const FAR = 5;

/** Where dragged rows would go; null is out of all functions. */
export interface DropTarget {
  id: string | null;
}

/** The drag in the outline, if there is one. */
export class Dragging {
  /** What is being moved, in words. */
  moved = $state.raw<string | null>(null);
  /** The function under the pointer. */
  target = $state.raw<DropTarget | null>(null);
  x = $state.raw(0);
  y = $state.raw(0);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** A press on a row. */
  start(event: PointerEvent, row: Row): void {
    if (event.button !== 0 || event.pointerType === 'touch' || !this.#session.canEdit) return;
    const { clientX, clientY } = event;
    const end = new AbortController();
    const { signal } = end;
    window.addEventListener(
      'pointermove',
      (move) => {
        if (this.moved === null && Math.hypot(move.clientX - clientX, move.clientY - clientY) < FAR) return;
        if (this.moved === null) this.#lift(row);
        this.x = move.clientX;
        this.y = move.clientY;
        this.target = this.#under(move);
      },
      { signal },
    );
    window.addEventListener(
      'pointerup',
      () => {
        if (this.moved !== null && this.target) this.#drop(this.target.id);
        this.#stop(end);
      },
      { signal },
    );
    window.addEventListener('pointercancel', () => this.#stop(end), { signal });
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape' || this.moved === null) return;
        key.preventDefault();
        this.#stop(end);
      },
      { signal, capture: true },
    );
  }

  #lift(row: Row): void {
    const { selection } = this.#session;
    if (!selection.has(row.kind, row.id)) selection.only(row.kind, row.id);
    const { teams, functions } = selection;
    this.moved = selection.size === 1 ? row.name : words.counts.selected(teams.size, functions.size, 0);
  }

  #under(event: PointerEvent): DropTarget | null {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const id = under?.closest('[data-row]')?.getAttribute('data-row');
    if (id === null || id === undefined) return under?.closest('[role="tree"]') ? { id: null } : null;
    const { index, selection } = this.#session;
    const onto = index.function(id) ? id : (index.team(id)?.function ?? null);
    return onto !== null && selection.functions.has(onto) ? null : { id: onto };
  }

  #drop(onto: string | null): void {
    const { teams, functions } = this.#session.selection.records();
    const edits: Edit[] = [];
    if (teams.length > 0) edits.push({ type: 'update-teams', teams, set: { function: onto } });
    if (functions.length > 0) edits.push({ type: 'update-functions', functions, set: { parent: onto } });
    const [first] = edits;
    if (first) void this.#session.edit(edits.length === 1 ? first : { type: 'many', edits });
  }

  #stop(end: AbortController): void {
    end.abort();
    this.moved = null;
    this.target = null;
  }
}
