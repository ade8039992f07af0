/**
 * What is being drawn and is not on the map yet: a team without a name, a dependency without its words. Nothing is
 * sent before it is named, so that it is one edit and one step of undo.
 */

import type { CardShape } from '../backend/protocol/CardShape';
import type { Edit } from '../backend/protocol/Edit';
import { words } from '../words';
import type { Context } from './context';
import { isDirection } from './directions';
import type { Leaving } from './fields';
import { uuid7 } from './kernels/ids';
import { bend } from './kernels/line';
import { type Direction, type Rect } from './kernels/geometry';

/** A dependency's other end, and which of the two hands over. */
export interface Link {
  readonly card: CardShape;
  /** Whether `card` hands over to the new team; otherwise it receives. */
  readonly provides: boolean;
  /** Ask what is handed over. */
  readonly ask: boolean;
}

/** A team that is to be. */
export interface TeamDraft {
  readonly rect: Rect;
  readonly room: string | null;
  readonly link?: Link;
  /** What comes after it when the name was left with a direction. */
  readonly then?: (direction: Direction) => void;
}

const LABEL = { width: 150, height: 22 };

/** Asks for the name of a new team, then puts it on the map with its dependency. */
export function draftTeam(context: Context, draft: TeamDraft): void {
  const { session, stage, fields } = context;
  const { rect, link } = draft;
  const line = link && bend(link.provides ? link.card.rect : rect, link.provides ? rect : link.card.rect).d;
  stage.show(line ? { line } : null);
  fields.show({
    rect,
    as: 'card',
    title: words.canvas.teamName,
    value: '',
    replace: true,
    hint: words.canvas.teamName,
    commit: async (text, how) => {
      // Nothing was typed and it was not wanted: nothing is lost.
      if (!text && how === 'escape') {
        stage.show(null);
        return true;
      }
      const name = text || session.index.freeName('team', words.names.team);
      // Whoever went elsewhere has said enough.
      if (link?.ask && how !== 'away' && how !== 'escape') {
        askWhat(context, { draft, name, link });
        return true;
      }
      return add(context, draft, name, '', how);
    },
  });
}

function askWhat(
  context: Context,
  { draft, name, link }: { draft: TeamDraft; name: string; link: Link },
): void {
  const ends: [Rect, Rect] = link.provides ? [link.card.rect, draft.rect] : [draft.rect, link.card.rect];
  context.stage.show({ card: draft.rect, line: bend(...ends).d });
  showLabelField(context, ends, (what, how) => add(context, draft, name, what, how));
}

async function add(
  context: Context,
  draft: TeamDraft,
  name: string,
  what: string,
  how: Leaving,
): Promise<boolean> {
  const { session, stage } = context;
  const id = uuid7();
  const { rect, room, link } = draft;
  const edits: Edit[] = [
    {
      type: 'add-team',
      id,
      set: { name, ...(room !== null && { function: room }) },
      at: { x: rect[0], y: rect[1] },
    },
  ];
  if (link) {
    const [provider, receiver] = link.provides ? [link.card.id, id] : [id, link.card.id];
    edits.push({ type: 'add-dependency', provider, receiver, set: what ? { what } : {} });
  }
  const [first] = edits;
  const done = await session.edit(edits.length === 1 && first ? first : { type: 'many', edits });
  if (!done) return false;
  session.selection.only('team', id);
  stage.show(null);
  context.say(done.label);
  if (isDirection(how) && draft.then) {
    const then = draft.then;
    void stage.settled().then(() => then(how));
  }
  return true;
}

/** Asks what is handed over between two cards, then draws the dependency. */
export function draftDependency(context: Context, provider: CardShape, receiver: CardShape): void {
  const { session, stage } = context;
  const ends: [Rect, Rect] = [provider.rect, receiver.rect];
  stage.show({ line: bend(...ends).d });
  showLabelField(context, ends, async (what) => {
    const id = uuid7();
    const done = await session.edit({
      type: 'add-dependency',
      id,
      provider: provider.id,
      receiver: receiver.id,
      set: what ? { what } : {},
    });
    if (!done) return false;
    stage.show(null);
    session.selection.only('dependency', id);
    context.say(done.label);
    return true;
  });
}

function showLabelField(
  { fields, stage }: Context,
  [provider, receiver]: [Rect, Rect],
  commit: (what: string, how: Leaving) => Promise<boolean>,
): void {
  const { start, end } = bend(provider, receiver);
  const [x, y] = [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  const [w, h] = [LABEL.width / stage.scale, LABEL.height / stage.scale];
  fields.show({
    rect: [x - w / 2, y - h / 2, w, h],
    as: 'label',
    title: words.canvas.what,
    value: '',
    replace: true,
    hint: words.canvas.what,
    commit,
  });
}
