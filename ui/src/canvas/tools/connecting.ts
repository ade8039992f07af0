/**
 * A dependency is drawn from a card that hands over: onto another card, or onto empty ground, which makes a team
 * there. A mere click on the card leaves the line at the pointer until the next click.
 */

import { words } from '../../words';
import type { CardShape } from '../../backend/protocol/CardShape';
import type { Begin } from '../context';
import { directionOf } from '../directions';
import { draftDependency, draftTeam } from '../drafts';
import { centre, distance, type Direction, type Point } from '../kernels/geometry';
import { cardAt, roomAt } from '../kernels/hit';
import { bend } from '../kernels/line';
import { around } from '../kernels/place';
import { across } from '../kernels/walk';
import type { At, Tool } from '../machine';
import { SLOP } from './pointing';

/** `sticks`: started by keyboard, so there is no button to let go of. */
export const connecting: Tool<Begin & { readonly card: CardShape; readonly sticks?: boolean }> = {
  name: 'connecting',
  enter({ at: start, card, sticks = false, ...context }) {
    const { stage, session } = context;
    let moved = false;
    /** Chosen by keyboard. */
    let chosen: CardShape | undefined;
    stage.cursor('crosshair');
    stage.hover(null);

    const receiver = (at: Point): CardShape | undefined => {
      const under = cardAt(stage.sheet, at);
      return under?.id === card.id ? undefined : under;
    };
    const over = (): void => {
      session.tool = 'select';
      stage.show(null);
      stage.cursor('default');
      stage.machine.rest();
    };
    const drop = (at: At): void => {
      over();
      const onto = receiver(at.scene);
      if (onto) return draftDependency(context, card, onto);
      if (cardAt(stage.sheet, at.scene)) return;
      const room = roomAt(stage.sheet, at.scene)?.id ?? null;
      draftTeam(context, { rect: around(at.scene), room, link: { card, provides: true, ask: true } });
    };
    const track = (at: Point, onto: CardShape | undefined): void => {
      const line = bend(card.rect, onto?.rect ?? at).d;
      // On empty ground a team would be made.
      const made = moved && !onto && !cardAt(stage.sheet, at);
      stage.show({
        line,
        ...(onto && { target: { rect: onto.rect, room: false } }),
        ...(made && { card: around(at) }),
      });
    };
    const choose = (direction: Direction): void => {
      const from = centre((chosen ?? card).rect);
      const id = across(
        stage.sheet.scene,
        from,
        direction,
        new Set([card.id, ...(chosen ? [chosen.id] : [])]),
      );
      chosen = (id === undefined ? undefined : stage.sheet.cards.get(id)) ?? chosen;
      if (!chosen) return;
      track(start.scene, chosen);
      context.say(words.canvas.handsOver(card.name, chosen.name));
    };
    track(start.scene, undefined);
    return {
      down: (at) => sticks && drop(at),
      move(at) {
        moved ||= distance(at.screen, start.screen) >= SLOP;
        track(at.scene, receiver(at.scene));
      },
      up(at) {
        if (moved && !sticks) drop(at);
        else sticks = true;
      },
      key(key) {
        const direction = directionOf(key);
        if (direction) choose(direction);
        else if (key === 'Enter' && chosen) {
          over();
          draftDependency(context, card, chosen);
        } else return false;
        return true;
      },
      cancel: over,
    };
  },
};
