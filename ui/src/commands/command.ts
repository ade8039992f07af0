// A command is one thing the person can do. Menus, toolbar, palette, shortcuts and help are all read from the one
// list in index.ts, so a command knows nothing of how it is shown.

import type { LucideProps } from '@lucide/svelte';
import type { Component } from 'svelte';

import type { Session } from '../state/session.svelte';
import { words } from '../words';

/** The name of a command. */
export type CommandId = keyof typeof words.commands.titles;
/** Where it stands in menus and help. */
export type Group = keyof typeof words.commands.groups;
/** A drawing from Lucide. */
export type Icon = Component<LucideProps>;

/** One thing the person can do. */
export interface Command {
  id: CommandId;
  group: Group;
  icon?: Icon;
  /** Keys as in `keys.ts`; the first is shown. */
  keys?: readonly string[];
  /** Whether it also runs while someone is typing. */
  typing?: boolean;
  /** Whether it needs a map that can be changed. */
  edits?: boolean;
  /** Whether it makes sense now; absent: always. */
  when?: (session: Session) => boolean;
  /** Not offered in menus and the palette, where it would only be noise. */
  hidden?: boolean;
  run: (session: Session) => unknown;
}

/** Whether a command can run now. */
export function applies(command: Command, session: Session): boolean {
  if (command.edits && !session.canEdit) return false;
  return command.when?.(session) ?? true;
}

/** What a command is called. */
export function title(command: Command): string {
  return words.commands.titles[command.id];
}

/** Whether a map is open. */
export const open = (session: Session): boolean => session.map !== null;

/** Whether anything is selected. */
export const some = (session: Session): boolean => session.map !== null && session.selection.size > 0;
