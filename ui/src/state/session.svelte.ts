// What the window knows: the open map at a glance, what is selected, which lens lies on it, what is being done.
// Everything else asks this, and only this asks the desk. The map itself stays in the desk.

import type { Ask, Backend, DeskEvent, Name, Reply } from '../backend/backend';
import type { Done } from '../backend/protocol/Done';
import type { Edit } from '../backend/protocol/Edit';
import type { Finding } from '../backend/protocol/Finding';
import type { ImportSource } from '../backend/protocol/ImportSource';
import type { MapInfo } from '../backend/protocol/MapInfo';
import type { Outline } from '../backend/protocol/Outline';
import type { PasteReply } from '../backend/protocol/PasteReply';
import type { Reading } from '../backend/protocol/Reading';
import type { SceneReply } from '../backend/protocol/SceneReply';
import type { SceneRequest } from '../backend/protocol/SceneRequest';
import type { Spot } from '../backend/protocol/Spot';
import type { Style } from '../backend/protocol/Style';
import type { Welcome } from '../backend/protocol/Welcome';
import type { Viewport } from '../canvas/kernels/camera';
import { words } from '../words';
import type { CameraControl, CanvasControl } from './canvas';
import { shown } from './failures';
import { FirstScene } from './first-scene';
import { Focus } from './focus.svelte';
import { Index } from './index-of';
import { Jobs } from './jobs.svelte';
import { Latest } from './latest';
import { Proposal } from './proposal.svelte';
import { Selection, type Kind } from './selection.svelte';
import { Settings } from './settings.svelte';
import { Toasts } from './toasts.svelte';
import { WhatIf } from './what-if.svelte';

/** What a press on the canvas does. */
export type Tool = 'select' | 'hand' | 'team' | 'connect';

/** The panels on the right. */
export type Panel = 'details' | 'findings' | 'history';

/** The name that is being edited in its place, on the map or in the outline. */
export interface Editing {
  kind: Kind;
  id: string;
  where: 'map' | 'outline';
  /** What the field starts with instead of the name, as when one just types. */
  text?: string;
}

/** What lies over the window. */
export type Dialog =
  | { name: 'palette' }
  | { name: 'help' }
  | { name: 'glossary'; figure?: string }
  | { name: 'export' }
  | { name: 'import'; sources: ImportSource[] }
  | { name: 'paste'; text: string; preview: PasteReply }
  | { name: 'snapshot' }
  | { name: 'copies'; path: string };

/** A menu at a place on the screen. */
export interface ContextMenu {
  /** On what. */
  on: Kind | 'ground';
  /** Where, in CSS pixels of the window. */
  x: number;
  y: number;
  /** Where on the map, for what is put there. */
  at?: Spot;
}

/** The window's state. There is one. */
export class Session {
  readonly selection = new Selection();
  readonly jobs = new Jobs();
  readonly toasts = new Toasts();
  readonly settings = new Settings();
  readonly whatIf = new WhatIf(this);
  readonly focus = new Focus(this);
  readonly proposal = new Proposal(this);

  /** What the window was greeted with. */
  welcome = $state.raw<Welcome | null>(null);
  /** The open map at a glance. */
  map = $state.raw<MapInfo | null>(null);
  /** Every name on the map. */
  outline = $state.raw<Outline | null>(null);
  /** The lens that lies on the map. */
  lens = $state.raw<string | null>(null);
  /** What that lens reads; of an earlier revision while a new one is on its way. */
  reading = $state.raw<Reading | null>(null);
  /** Whether a newer reading is on its way. */
  rereading = $state.raw(false);
  /** The finding that is lit up on the map. */
  finding = $state.raw<Finding | null>(null);
  /** What a press on the canvas does. */
  tool = $state.raw<Tool>('select');
  /** The name that is being edited in its place. */
  editing = $state.raw<Editing | null>(null);
  /** The panel on the right. */
  panel = $state.raw<Panel>('details');
  /** Whether the map's own name is being edited. */
  renamingMap = $state.raw(false);
  /** Counts up when a version is kept, which is no change of the map. */
  snapshotsAt = $state.raw(0);
  /** Counts up when better routes are found, which is no change of the map either. */
  redrawn = $state.raw(0);
  /** How many changes are on their way to the disk. */
  saving = $state.raw(0);
  /** What lies over the window. */
  dialog = $state.raw<Dialog | null>(null);
  /** The menu under the pointer. */
  menu = $state.raw<ContextMenu | null>(null);
  /** Whether the desk can be reached. */
  connected = $state.raw(true);
  /** Registered by the canvas while it is mounted. */
  camera = $state.raw<CameraControl | null>(null);
  /** Registered by the canvas while it is mounted. */
  canvas = $state.raw<CanvasControl | null>(null);

  /** What lines without a label hand over, where nearly all hand over the same; as the canvas last painted it. */
  sharedWords = $state.raw<string | null>(null);
  /** How many of the weakest lines the canvas leaves out at this distance. */
  leftOut = $state.raw(0);

  /** Which picture is shown: the map's own, or one that is only looked at. */
  picture = $derived.by((): 'scene' | 'compared_scene' | 'proposed_scene' => {
    if (this.proposal.proposed) return 'proposed_scene';
    return this.whatIf.compared ? 'compared_scene' : 'scene';
  });

  /** Whether the open map can be changed here and now. */
  canEdit = $derived(this.map !== null && this.map.read_only === null && this.picture === 'scene');

  /** Teams and functions by their ids. */
  index = $derived(new Index(this.outline));

  /** How large the canvas will be, where that is known before it is there. */
  canvasSize: (() => Viewport) | null = null;

  #backend: Backend | null = null;
  #first = new FirstScene();
  #outlines = new Latest();
  #shows = 0;
  /** The message that offers to take back what was done last. */
  #offer = 0;
  #readings = new Latest();

  /** The door to the desk. */
  get backend(): Backend {
    if (!this.#backend) throw new Error('The desk is not there yet.');
    return this.#backend;
  }

  /** Comes to life: greets the desk and listens to it from then on. */
  async start(backend: Backend): Promise<void> {
    this.#backend = backend;
    backend.events((event) => this.#hear(event));
    backend.connection((connected) => {
      this.connected = connected;
      // What was missed meanwhile is asked anew.
      if (connected && this.welcome) void this.greet();
    });
    await this.greet();
  }

  /** Asks what there is. */
  async greet(): Promise<void> {
    const welcome = await this.call('welcome', {});
    if (welcome) await this.#show(welcome.map, welcome);
  }

  /** Asks the desk; a failure is shown to the person and answered with null. */
  async call<N extends Name>(name: N, ask: Ask<N>): Promise<Reply<N> | null> {
    try {
      return await this.backend.call(name, ask);
    } catch (why) {
      this.fail(why);
      return null;
    }
  }

  /** The same for slow calls: with progress, and a way to end it. */
  async slow<N extends Name>(title: string, name: N, ask: Ask<N>): Promise<Reply<N> | null> {
    try {
      return await this.jobs.run(title, (options) => this.backend.call(name, ask, options));
    } catch (why) {
      this.fail(why);
      return null;
    }
  }

  /** Asks for a part of the picture that is shown. */
  scene(request: SceneRequest): Promise<SceneReply> {
    const first = this.#first.take(this.map?.path ?? '', request);
    return (this.picture === 'scene' && first) || this.backend.call(this.picture, request);
  }

  /** Tells the person what went wrong. */
  fail(why: unknown): void {
    const failure = shown(why);
    if (failure) this.toasts.show(failure.text, failure.severity);
  }

  // Changing the map

  /** Changes the map. Answers what was done; null where it was refused, which is then shown. */
  async edit(edit: Edit): Promise<Done | null> {
    this.saving++;
    const done = await this.call('edit', { edit });
    this.saving--;
    return this.#done(done);
  }

  /** Names the state as it is now, to come back to; whether it worked. */
  async keepSnapshot(name: string): Promise<boolean> {
    const kept = await this.call('keep_snapshot', { name });
    if (!kept) return false;
    this.snapshotsAt++;
    this.toasts.show(words.toasts.snapshotKept(kept.name));
    return true;
  }

  /** Takes the last change back. */
  async undo(): Promise<void> {
    const what = this.map?.undo;
    const done = this.#done(await this.call('undo', {}));
    if (done && what) this.toasts.show(words.toasts.undone(what));
  }

  /** Brings it back again. */
  async redo(): Promise<void> {
    const what = this.map?.redo;
    const done = this.#done(await this.call('redo', {}));
    if (done && what) this.toasts.show(words.toasts.redone(what));
  }

  /** Lays the map out, or only what is selected. */
  async tidy(options: { style?: Style; onlySelection?: boolean } = {}): Promise<void> {
    const { style, onlySelection } = options;
    const ask = { ...(style && { style }), ...(onlySelection && { only: this.selection.records() }) };
    const done = this.#done(await this.slow(words.jobs.tidy, 'tidy', ask));
    // Where everything may have moved, what was looked at is no longer there.
    if (done && !onlySelection) this.camera?.fit();
  }

  /** Deletes what is selected; dependencies go with their teams. */
  async deleteSelection(withContents = false): Promise<void> {
    if (this.selection.size === 0) return;
    const done = await this.edit({
      type: 'delete',
      ...this.selection.records(),
      with_contents: withContents,
    });
    if (!done) return;
    this.selection.clear();
    this.tell(done);
  }

  /** Copies what is selected beside itself; the copies become the selection. */
  async duplicate(dx: number, dy: number): Promise<void> {
    const done = this.#done(await this.call('duplicate', { selection: this.selection.records(), dx, dy }));
    if (done) this.selectAdded(done);
  }

  /** Makes a function of what is selected, and edits its name. */
  async addFunction(): Promise<void> {
    const { teams, functions } = this.selection.records();
    const name = this.index.freeName('function', words.names.function);
    const done = await this.edit({ type: 'add-function', set: { name }, teams, functions });
    const id = done?.added.functions[0];
    if (!id) return;
    this.selection.only('function', id);
    this.canvas?.rename('function', id);
  }

  /** Turns the selected dependency around. */
  async turnAround(): Promise<void> {
    const [id] = this.selection.dependencies;
    if (id === undefined) return;
    const [tie] =
      (await this.call('details', { teams: [], functions: [], dependencies: [id] }))?.dependencies ?? [];
    if (tie) {
      await this.edit({ type: 'relink', dependency: id, provider: tie.receiver, receiver: tie.provider });
    }
  }

  /** Pins what is selected where it is; frees it, if all of it is pinned. */
  async pin(): Promise<void> {
    const { teams, functions } = this.selection.records();
    const all =
      teams.every((id) => this.index.team(id)?.pinned) &&
      functions.every((id) => this.index.function(id)?.locked);
    await this.edit({ type: 'pin', teams, functions, pinned: !all });
  }

  /** Closes the selected functions, or opens them. */
  async collapse(collapsed: boolean): Promise<void> {
    await this.edit({ type: 'collapse', functions: [...this.selection.functions], collapsed });
  }

  /** Says what was done, and offers to take it back while it is the last that was done. */
  tell({ label }: Done): void {
    this.#offer = this.toasts.show(label, 'info', { label: words.toasts.undo, run: () => void this.undo() });
  }

  /** Takes a reply that changed the map. */
  #done(done: Done | null): Done | null {
    if (done) this.take(done.map);
    return done;
  }

  /** Selects what a change has brought in. */
  selectAdded(done: Done): void {
    const { teams, functions, dependencies } = done.added;
    if (teams.length + functions.length + dependencies.length > 0) this.selection.set(done.added);
  }

  // Selecting

  /** Selects every team and function. */
  selectAll(): void {
    if (!this.outline) return;
    this.selection.set({
      teams: this.outline.teams.map((team) => team.id),
      functions: this.outline.functions.map((fn) => fn.id),
    });
  }

  /** Selects every dependency. */
  async selectDependencies(): Promise<void> {
    const teams = this.outline?.teams.map((team) => team.id) ?? [];
    const details = await this.call('details', { teams, functions: [], dependencies: [] });
    if (details) this.selection.set({ dependencies: details.ties.map((tie) => tie.id) });
  }

  /** Backs out one level: tool, what might be, what is looked at, lit finding, selection. */
  backOut(): void {
    if (this.tool !== 'select') this.tool = 'select';
    else if (this.proposal.proposed) this.proposal.leave();
    else if (this.whatIf.backOut()) return;
    else if (this.focus.of) this.focus.clear();
    else if (this.finding) this.light(null);
    else this.selection.clear();
  }

  /** Shows one of the panels on the right. */
  showPanel(panel: Panel): void {
    this.panel = panel;
    this.settings.panelOpen = true;
  }

  /** Selects something and brings it into sight. */
  reveal(kind: Kind, id: string): void {
    this.selection.only(kind, id);
    if (kind === 'dependency') this.camera?.fitSelection();
    else this.camera?.centreOn([id]);
  }

  // Lenses

  /** Lays a lens on the map, or takes it away. */
  look(lens: string | null): void {
    this.finding = null;
    if (lens === this.lens) return;
    this.lens = lens;
    this.reading = null;
    if (lens) {
      this.panel = 'findings';
      this.settings.panelOpen = true;
      this.#read();
    } else {
      this.#readings.stop();
      this.rereading = false;
      if (this.panel === 'findings') this.panel = 'details';
    }
  }

  /** Lights a finding up on the map, or puts it out. */
  light(finding: Finding | null): void {
    this.finding = finding;
    if (!finding) return;
    this.focus.clear();
    const ids = [...finding.teams, ...finding.functions];
    if (ids.length > 0) this.camera?.centreOn(ids);
  }

  /** Selects what a finding is about. */
  selectEvidence({ teams, functions, dependencies }: Finding): void {
    this.selection.set({ teams, functions, dependencies });
    this.camera?.fitSelection();
  }

  /** Lights the next finding up, or the one before. */
  lightNext(by: 1 | -1): void {
    const findings = this.reading?.findings ?? [];
    const at = this.finding ? findings.indexOf(this.finding) : by > 0 ? -1 : 0;
    this.light(findings[(at + by + findings.length) % findings.length] ?? null);
    this.showPanel('findings');
  }

  #read(): void {
    const lens = this.lens;
    if (!lens) return;
    this.rereading = true;
    void this.#readings.ask(
      (signal) =>
        this.jobs.run(words.jobs.read, (options) =>
          this.backend.call(
            'read',
            { lens },
            { ...options, signal: AbortSignal.any([signal, options.signal]) },
          ),
        ),
      (reading) => {
        this.reading = reading;
        this.rereading = false;
        // The lit finding lives on in the new reading, or is gone.
        const lit = this.finding;
        if (lit) this.finding = reading.findings.find((one) => sameFinding(one, lit)) ?? null;
      },
      (why) => {
        this.rereading = false;
        this.fail(why);
      },
    );
  }

  // Opening and closing

  /** Opens a map; a damaged one offers its copies. */
  async open(path: string): Promise<void> {
    try {
      this.opened(await this.backend.call('open_map', { path }));
    } catch (why) {
      const failure = shown(why);
      if (failure?.remedy === 'copies') this.dialog = { name: 'copies', path };
      else this.fail(why);
    }
  }

  /** Shows a map that was opened, made or restored. */
  opened(map: MapInfo): void {
    this.dialog = null;
    void this.#show(map);
  }

  /** Closes the map and goes back to the start. */
  async close(): Promise<void> {
    if (await this.call('close_map', {})) await this.greet();
  }

  /** Takes a newer state of the open map. */
  take(map: MapInfo): void {
    if (!this.map || map.path !== this.map.path) return void this.#show(map);
    if (map.revision < this.map.revision) return;
    const changed = map.revision > this.map.revision;
    this.map = map;
    this.#title();
    if (!changed) return;
    this.toasts.close(this.#offer);
    this.#catchUp();
  }

  /** Shows a map, or none. The first one comes with its outline, so that the page is laid out once. */
  async #show(map: MapInfo | null, welcome: Welcome | null = null): Promise<void> {
    const shows = ++this.#shows;
    const other = map?.path !== this.map?.path;
    let outline: Outline | null = null;
    if (map && !this.map) {
      this.redrawn = 0;
      if (this.canvasSize) this.#first.ask(this.backend, map, this.canvasSize());
      outline = await this.backend.call('outline', {}).catch(() => null);
    }
    // The greeting holds although a newer map has come meanwhile.
    if (welcome) this.welcome = welcome;
    if (shows !== this.#shows) return;
    this.map = map;
    this.#title();
    if (other) {
      this.selection.clear();
      this.whatIf.clear();
      this.proposal.leave();
      this.focus.clear();
      this.outline = outline;
      this.reading = null;
      this.finding = null;
      this.lens = null;
      this.editing = null;
      this.tool = 'select';
      this.panel = 'details';
    }
    if (map) this.#catchUp();
  }

  #catchUp(): void {
    if (this.outline?.revision !== this.map?.revision) this.#askOutline();
    this.#read();
    this.whatIf.follow();
    this.focus.follow();
    this.proposal.follow();
  }

  #askOutline(): void {
    void this.#outlines.ask(
      (signal) => this.backend.call('outline', {}, { signal }),
      (outline) => {
        this.outline = outline;
        this.selection.prune(outline);
      },
      (why) => this.fail(why),
    );
  }

  #hear(event: DeskEvent): void {
    if (event.type === 'changed') this.take(event.map);
    else if (event.type === 'opened') void this.#show(event.map);
    else if (event.type === 'redrawn') this.redrawn++;
  }

  #title(): void {
    this.backend.setTitle(this.map ? words.title(this.map.name) : words.app);
  }
}

function sameFinding(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && sameIds(a.teams, b.teams) && sameIds(a.functions, b.functions);
}

function sameIds(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** The window's state. */
export const session = new Session();
