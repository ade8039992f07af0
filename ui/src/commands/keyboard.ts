// Which command a key press means.

import type { Session } from '../state/session.svelte';
import { applies, type Command } from './command';
import { COMMANDS } from './index';
import { isBare, isPlain, matches, type Press } from './keys';

/** Where the keyboard is. */
export interface Focus {
  /** In a field. */
  typing: boolean;
  /** On the map, or nowhere in particular; elsewhere plain keys belong to lists and buttons. */
  onMap: boolean;
}

/** What the keyboard is at, seen from the page. */
export function focusOf(element: Element | null): Focus {
  const typing =
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !/^(checkbox|radio|button|range)$/.test(element.type)) ||
    (element instanceof HTMLElement && element.isContentEditable);
  const onMap = element === null || element === document.body || element.closest('[data-canvas]') !== null;
  return { typing, onMap };
}

/** The command that a key press means here and now. */
export function commandFor(press: Press, focus: Focus, session: Session): Command | null {
  for (const command of COMMANDS) {
    for (const keys of command.keys ?? []) {
      if (!matches(keys, press)) continue;
      if (focus.typing && !command.typing) continue;
      // Help answers everywhere but in a field; other bare keys only on the map, and only if wanted.
      if (isBare(keys) && !session.settings.letterKeys) continue;
      if (isPlain(keys) && !focus.onMap) continue;
      if (command.id === 'paste' && session.backend.pastesByEvent) continue;
      if (applies(command, session)) return command;
    }
  }
  return null;
}
