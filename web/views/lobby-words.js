import { serverNow } from '../clock.js';
import { count, counted, timeOfDay, visitorZone } from '../words.js';

const clock = (instant) => timeOfDay(instant, visitorZone());
const people = (number) => counted(number, 'person', 'people');

export const stays = {
  entered:
    'Keep this page open and you come in by yourself. If you close it, you stay in the draw: come back here on any device.',
  line: 'Keep this page open and you come in by yourself. If you close it, your place is kept: come back here on any device.',
};

/** A title and a paragraph for each stage that a lobby brings; null for a plain line. */
export function lobbyWords(stage, { facts, lobby, ahead, rank, opensAt }) {
  const drawAt = facts === null ? 'shortly before the opening' : `at about ${clock(facts.beacon.at)}`;
  switch (stage) {
    case 'lobby':
      return {
        title: 'You are in the lobby',
        note:
          facts === null
            ? 'Everybody in the lobby takes part in a draw. Arriving earlier gives no advantage.'
            : `The lobby closes at ${clock(facts.sealAt)}. Everybody in it by then takes part in a draw: arriving earlier gives no advantage. The draw is ${drawAt}, and then your place shows here.`,
      };
    case 'sealed':
      return {
        title: 'Waiting for the draw',
        note: `${lobby === null ? 'The lobby is closed, and you are in it.' : `The lobby is closed, ${lobby === 1 ? 'with you alone in it' : `with you and ${counted(lobby - 1, 'other')} in it`}.`} Nobody can be added any more. The draw is ${drawAt}, and then your place shows here.`,
      };
    case 'behind':
      return {
        title: 'You have a place',
        note: `The lobby was closed when you joined. You stand behind ${inLobby(lobby)}, in the order of joining.`,
      };
    case 'drawn':
      return {
        title: `Your place is ${count(rank)}`,
        note: `The draw is done. ${drawnBefore(rank, lobby)}`,
      };
    case 'finishing':
      return {
        title: 'The draw is being finished …',
        note: `The sale opened at ${clock(opensAt)}. Nobody comes in before the draw is done, and nobody loses anything by waiting: this page goes on by itself.${rank === null ? '' : ` ${people(ahead)} ahead of you.`}`,
      };
    default:
      return null;
  }
}

function inLobby(lobby) {
  if (lobby === null) return 'everybody in it';
  return lobby === 0 ? 'nobody: it was empty' : `the ${people(lobby)} in it`;
}

/** '41 of 200 people were drawn before you.' @param lobby how many took part; null while that is not known */
export function drawnBefore(rank, lobby) {
  if (rank === 1) return 'You were drawn first.';
  if (lobby === null) return `${people(rank - 1)} ${rank === 2 ? 'was' : 'were'} drawn before you.`;
  return `${count(rank - 1)} of ${people(lobby)} ${rank === 2 ? 'was' : 'were'} drawn before you.`;
}

const behind = 'Who joins later stands behind, in the order of joining.';

/**
 * How the line of a drop is made, said before anybody joins.
 * @param draw as the status has it @param facts what is published of it, null while that is not known
 */
export function lineMakingWords(phase, draw, facts) {
  if (draw === 'none')
    return 'First come, first served: the line is made in the order of joining, and keeps it.';
  if (draw === 'drawn')
    return 'A draw among everybody in the lobby made the line. Who joins now stands behind, in the order of joining.';
  if (phase !== 'lobby')
    return 'The lobby is closed, and its draw is being finished. Who joins now stands behind, in the order of joining.';
  const who = 'A draw makes the line, among everybody who is in the lobby';
  if (facts === null) return `${who} when it closes: arriving earlier gives no advantage. ${behind}`;
  if (isPast(facts.sealAt))
    return `The lobby closed at ${clock(facts.sealAt)}, and a draw makes its line. Who joins now stands behind, in the order of joining.`;
  return `${who} when it closes, at ${clock(facts.sealAt)} by your clock: arriving earlier gives no advantage. ${behind}`;
}

function isPast(instant) {
  return Date.parse(instant) <= serverNow();
}
