import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { pollAdviceFor, pollDelaySeconds } from '@fairgate/shared/domain/poll-advice.ts';
import type { Conditions, Reading } from '../figure.ts';
import { type PolledDrop, pollCrowd } from '../simulated/poll-crowd.ts';

const drop: PolledDrop = {
  ...{ visitors: 1_000_000, joinSeconds: 600, drawnBeforeSeconds: 10, ratePerMinute: 2_000 },
  ...{ tickets: 60_000, ticketsPerTurn: 2 },
};
const smallVisitors = 20_000;
const seed = 1;
const plainSeconds = 5;
const aimRatio = 1 / 3;

/**
 * Questions per visitor of a whole drop, by simulation without any server: a million join over the ten minutes before the
 * opening, 2,000 turns a minute, 60,000 tickets, two a turn, then sold out. Each asks by the advice that the status document
 * gives, with the rule by which the page follows it. Floor: the same waits, asking every five seconds.
 */
export function measurePolls({ scale, say }: Conditions): Promise<readonly Reading[]> {
  const crowd = scale === 'full' ? drop : { ...drop, visitors: smallVisitors };
  const { ratePerMinute } = drop;
  const advised = pollCrowd(
    crowd,
    (ahead, waiting, random) => pollDelaySeconds(pollAdviceFor(waiting), ahead, ratePerMinute, random()),
    seededRandom(seed, 0),
  );
  say(`polls: ${advised.perVisitor.toFixed(1)} questions per visitor by the advice`);
  const plain = pollCrowd(crowd, () => plainSeconds, seededRandom(seed, 0));
  const what = `asking every ${plainSeconds} s`;
  return Promise.resolve([
    {
      ...{ name: 'polls', what: 'questions per visitor by the advice', unit: '', value: advised.perVisitor },
      floor: { what, value: plain.perVisitor },
      aim: { of: 'ratio', is: 'atMost', bound: aimRatio },
    },
    {
      ...{
        name: 'polls.busiest',
        what: 'questions in the busiest second',
        unit: '',
        value: advised.busiestSecond,
      },
      floor: { what, value: plain.busiestSecond },
      aim: null,
    },
  ]);
}
