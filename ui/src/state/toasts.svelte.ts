import { untrack } from 'svelte';

/** How much a message matters. */
export type Severity = 'info' | 'warning' | 'error';

/** A short message with at most one thing to do about it. */
export interface Toast {
  id: number;
  severity: Severity;
  text: string;
  action?: { label: string; run: () => void };
}

/** How long a message stays that needs no answer, in milliseconds. */
const STAY = 6_000;
/** At most this many at a time; older ones go. */
const MOST = 4;

/** Messages at the bottom of the window. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;

  /** Shows a message, and answers with its id. Errors stay until they are closed. */
  show(text: string, severity: Severity = 'info', action?: Toast['action']): number {
    return untrack(() => this.#add(text, severity, action));
  }

  #add(text: string, severity: Severity, action: Toast['action']): number {
    const same = this.list.find((toast) => toast.text === text);
    if (same) this.close(same.id);
    const id = this.#next++;
    this.list = [...this.list.slice(1 - MOST), { id, severity, text, ...(action && { action }) }];
    if (severity !== 'error') setTimeout(() => this.close(id), STAY);
    return id;
  }

  /** Takes a message away. */
  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
