// The one door to the desk. The window reaches it through the shell (tauri.ts), a browser through a socket
// (web.ts); nothing else in the UI knows which. What is asked and answered is generated from the desk's own table.

import type { Code } from './protocol/Code';
import type { Commands } from './protocol/Commands';
import type { Event as DeskEvent } from './protocol/Event';
import type { ExportedFile } from './protocol/ExportedFile';
import type { Failure } from './protocol/Failure';
import type { ImportSource } from './protocol/ImportSource';

/** The name of a command. */
export type Name = keyof Commands;
/** What a command takes. */
export type Ask<N extends Name> = Commands[N][0];
/** What a command answers. */
export type Reply<N extends Name> = Commands[N][1];
export type { DeskEvent };

/** How a call is watched and ended. */
export interface CallOptions {
  /** Ends the call; it then fails with the code `cancelled`. */
  signal?: AbortSignal;
  /** Told how much is done, from 0 to 1. */
  onProgress?: (share: number) => void;
}

/** A kind of file, for dialogs. */
export interface FileKind {
  /** What people call it. */
  name: string;
  /** Endings without the dot. */
  endings: string[];
}

/** A menu of the window's menu bar. */
export interface MenuWords {
  title: string;
  items: (
    | { type: 'command'; id: string; title: string; keys: string | null; enabled: boolean }
    | { type: 'separator' }
  )[];
}

/** Why a call was not answered: a code to branch on, a sentence for the person. */
export class CallFailure extends Error {
  readonly code: Code | 'disconnected';

  constructor(failure: Failure | { code: 'disconnected'; message: string }) {
    super(failure.message);
    this.name = 'CallFailure';
    this.code = failure.code;
  }
}

/** Whoever answers the UI. */
export interface Backend {
  /** Asks the desk. Rejects with a `CallFailure`. */
  call<N extends Name>(name: N, ask: Ask<N>, options?: CallOptions): Promise<Reply<N>>;
  /** Hears what the desk tells; returns how to stop. */
  events(listener: (event: DeskEvent) => void): () => void;
  /** Hears whether the desk can be reached; returns how to stop. */
  connection(listener: (connected: boolean) => void): () => void;
  /** Lets the person choose a map to open; null where they thought better of it or the door cannot. */
  pickMap(): Promise<string | null>;
  /** Lets the person choose lists to bring in. */
  pickLists(kinds: FileKind[]): Promise<ImportSource[]>;
  /**
   * Lets the person say where a new file goes. A missing path means that the browser takes the bytes; null that
   * they thought better of it.
   */
  pickSave(suggested: string, kinds: FileKind[]): Promise<{ path?: string } | null>;
  /** Gives files without a path to the person. */
  deliver(files: ExportedFile[]): void;
  /** Sets the window's title. */
  setTitle(title: string): void;
  /** Shows these menus in the window's own menu bar, where it has one. */
  setMenu(menus: MenuWords[]): void;
  /** Hears which command was chosen there, and which files were handed to the app. */
  shell(hear: { chosen: (id: string) => void; openFile: (path: string) => void }): void;
  /** Fills the screen, or no longer. */
  toggleFullScreen(): Promise<void>;
  /** Whether pasting comes as an event of the page; otherwise the clipboard is read. */
  readonly pastesByEvent: boolean;
  /** What the clipboard holds as text. */
  readText(): Promise<string>;
  /** Puts text on the clipboard. */
  writeText(text: Promise<string>): Promise<void>;
  /** Puts a picture on the clipboard. */
  writePicture(png: Promise<Blob>): Promise<void>;
}
