/** A rubber band over empty ground. A mere click lets go of the selection, or puts a team with the team tool. */

import type { Begin } from '../context';
import { between, distance } from '../kernels/geometry';
import { caught, roomAt } from '../kernels/hit';
import { around } from '../kernels/place';
import type { At, Tool } from '../machine';
import { draftTeam } from '../drafts';
import { SLOP } from './pointing';

export const brushing: Tool<Begin> = {
  name: 'brushing',
  enter({ at: start, ...context }) {
    const { stage, session } = context;
    const before = session.selection.records();
    let moved = false;
    const done = (): void => {
      stage.show(null);
      stage.machine.rest();
    };
    const brush = (at: At): void => {
      const band = between(start.scene, at.scene);
      stage.show({ band });
      const { teams, functions, dependencies } = caught(stage.sheet, band);
      const base = start.shift ? before : { teams: [], functions: [], dependencies: [] };
      session.selection.set({
        teams: [...base.teams, ...teams],
        functions: [...base.functions, ...functions],
        dependencies: [...base.dependencies, ...dependencies],
      });
    };
    return {
      move(at) {
        moved ||= distance(at.screen, start.screen) >= SLOP;
        if (moved) brush(at);
      },
      up(at) {
        done();
        if (moved) return;
        if (session.tool === 'team' && session.canEdit) {
          session.tool = 'select';
          const room = roomAt(stage.sheet, at.scene)?.id ?? null;
          draftTeam(context, { rect: around(at.scene), room });
        } else if (!start.shift) {
          session.selection.clear();
        }
      },
      cancel() {
        session.selection.set(before);
        done();
      },
    };
  },
};
