/** Editing a name, or what is handed over, in its place on the map. */

import type { Edit } from '../backend/protocol/Edit';
import type { Ref } from '../state/selection.svelte';
import { words } from '../words';
import type { Context } from './context';
import { middle } from './kernels/curve';
import { isDirection } from './directions';
import { centre, type Rect } from './kernels/geometry';
import type { Field } from './fields';

/** What a name field shows, and the edit that its text amounts to. */
interface Renaming extends Pick<Field, 'rect' | 'as' | 'title'> {
  readonly before: string;
  edit(text: string): Edit | null;
}

/** Opens the field; with `text`, it has been typed already and replaces the name. */
export function rename(context: Context, of: Ref, text?: string): void {
  const { session, fields } = context;
  const renaming = session.canEdit ? renamingOf(context, of) : null;
  if (!renaming) return;
  const { before, edit, ...looks } = renaming;
  session.editing = { ...of, where: 'map' };
  fields.show({
    ...looks,
    value: text ?? before,
    replace: text === undefined,
    hint: looks.as === 'label' ? words.canvas.what : '',
    async commit(typed, how) {
      const wanted = typed === before ? null : edit(typed);
      const taken = wanted === null || (await session.edit(wanted)) !== null;
      if (!taken) return false;
      if (session.editing?.id === of.id) session.editing = null;
      if (isDirection(how)) session.canvas?.addLinked(how);
      return true;
    },
  });
}

function renamingOf({ stage }: Context, { kind, id }: Ref): Renaming | null {
  const { sheet, scale } = stage;
  if (kind === 'team') {
    const card = sheet.cards.get(id);
    return (
      (card && {
        rect: card.rect,
        as: 'card',
        title: words.canvas.teamName,
        before: card.name,
        edit: (name) => (name ? { type: 'update-teams', teams: [id], set: { name } } : null),
      }) ??
      null
    );
  }
  if (kind === 'function') {
    const room = sheet.rooms.get(id);
    if (!room) return null;
    const [x, y, w] = room.rect;
    return {
      rect: room.plate ?? [x + 8, y + 4, Math.max(140, w - 60), 26],
      as: 'room',
      title: words.canvas.functionName,
      before: room.name,
      edit: (name) => (name ? { type: 'update-functions', functions: [id], set: { name } } : null),
    };
  }
  const tie = sheet.tieOf.get(id);
  if (!tie) return null;
  const [x, y] = tie.label ? centre(tie.label.rect) : middle(sheet.line(tie));
  const [w, h] = [150 / scale, 22 / scale];
  const rect: Rect = [x - w / 2, y - h / 2, w, h];
  return {
    rect,
    as: 'label',
    title: words.canvas.what,
    before: tie.count === 1 ? (tie.label?.full ?? '') : '',
    edit: (what) => ({ type: 'update-dependencies', dependencies: [id], set: { what } }),
  };
}
