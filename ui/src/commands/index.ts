// The one list of commands.

import { arrangeCommands } from './arrange';
import type { Command, CommandId } from './command';
import { drawCommands } from './draw';
import { editCommands } from './edit';
import { focusCommands } from './focus';
import { mapCommands } from './map';
import { viewCommands } from './view';
import { whatIfCommands } from './what-if';

/** Everything the person can do, in the order menus and help show it. */
export const COMMANDS: readonly Command[] = [
  ...mapCommands,
  ...editCommands,
  ...drawCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...focusCommands,
  ...whatIfCommands,
];

const byId = new Map(COMMANDS.map((one) => [one.id, one]));

/** A command by its name. */
export function command(id: CommandId): Command {
  const found = byId.get(id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}
