import type { Stack } from '@fairgate/launcher/stack.ts';
import type { Conditions, Reading } from '../figure.ts';
import { type FloorServer, startFloor } from '../floors/start-floor.ts';
import { alternate, type Round } from '../load/alternate.ts';
import { meterOf, meterOfService } from '../load/cpu-meter.ts';
import { driveLoad } from '../load/drive-load.ts';
import { besideFloor, perCpuSecond } from '../outcome/round-readings.ts';
import { fillEpoch, withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { putOnSale, untilShown } from '../stage/put-on-sale.ts';
import { type BenchVisitor, openVisitors } from '../stage/visitors.ts';

const sizes = {
  full: { rounds: 7, visitors: 4_000, connections: 32 },
  small: { rounds: 2, visitors: 200, connections: 8 },
} as const;
const aimRatio = 0.7;

/**
 * Joins a second of one gateway process: POST /v1/drops/:id/entries, each visitor with a token and an address of their
 * own, each asking twice, first all for the first time, then all again. Floor: a bare Fastify route in a process of its
 * own that verifies the same tokens with jose and does one INCR in the same Redis. The two take turns; the ratio is the
 * median of the rounds'. Judged are the first joins, in which the gateway too verifies every token: later it remembers them.
 * No worker runs meanwhile. Throws when the second answer of anybody is not the first.
 */
export function measureJoin(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, { gateway: 1 }, (stack) =>
    withStores(stack, async (stores) => {
      const drop = await putOnSale(stores.owner, {
        ...{ tickets: 100, opensInSeconds: 3_600, cap: 100, ratePerMinute: 600 },
      });
      await fillEpoch(stores);
      await untilShown(stack.gatewayUrl, drop.dropId);
      const floor = await startFloor(stack);
      return readings(await playRounds(conditions, stack, floor, `/v1/drops/${drop.dropId}/entries`));
    }),
  );
}

interface JoinRound {
  readonly first: Round;
  readonly again: Round;
}

async function playRounds(
  { scale, say, signal }: Conditions,
  stack: Stack,
  floor: FloorServer,
  path: string,
): Promise<readonly JoinRound[]> {
  const { rounds, visitors, connections } = sizes[scale];
  const source = await openVisitors(stack);
  const pass = async (url: string, to: string, crowd: readonly BenchVisitor[], answers: string[]) => {
    let at = 0;
    const outcome = await driveLoad({
      ...{ url, connections, signal },
      next() {
        const visitor = crowd[at];
        at += 1;
        return visitor === undefined
          ? null
          : { method: 'POST', path: to, headers: visitor.headers, key: at - 1 };
      },
      onAnswer: ({ key = 0 }, { body }) => {
        answers[key] = body;
      },
    });
    if (outcome.errors > 0)
      throw new Error(`${outcome.errors} of ${outcome.answers} joins failed: ${answers[0]}`);
    return outcome;
  };
  const played: JoinRound[] = [];
  // One more than is counted: in the first nothing is warm.
  for (let round = 0; round <= rounds; round += 1) {
    const crowd = await source.strangers(visitors);
    const [first, second]: [string[], string[]] = [[], []];
    const meters = { ours: meterOfService(stack, 'gateway'), floors: meterOf(floor.process) };
    const play = (ours: string[]) =>
      alternate(round, meters, {
        ours: () => pass(stack.gatewayUrl, path, crowd, ours),
        floors: () => pass(floor.url, '/join', crowd, []),
      });
    const joined = { first: await play(first), again: await play(second) };
    assertSame(first, second);
    if (round > 0) played.push(joined);
    say(`join: round ${round} of ${rounds}, ${Math.round(joined.first.ours.perSecond)} first joins a second`);
  }
  return played;
}

function assertSame(first: readonly string[], second: readonly string[]): void {
  const entryOf = (body: string): string => {
    const { dropId, lane, number, placeTicket } = JSON.parse(body) as Record<string, unknown>;
    return JSON.stringify({ dropId, lane, number, placeTicket });
  };
  const entries = first.map(entryOf);
  const differing = entries.filter((entry, at) => entry !== entryOf(second[at] ?? '{}')).length;
  if (differing > 0) throw new Error(`${differing} joins gave another entry when they were repeated`);
  if (new Set(entries).size !== entries.length) throw new Error('two visitors were given one entry');
}

function readings(rounds: readonly JoinRound[]): readonly Reading[] {
  const [first, again] = [rounds.map((round) => round.first), rounds.map((round) => round.again)];
  const floor = 'bare Fastify: jose and one INCR';
  return [
    besideFloor({ name: 'join', what: 'first joins a second', floor }, first, aimRatio),
    besideFloor({ name: 'join.again', what: 'the same joins again, a second', floor }, again, null),
    perCpuSecond({ name: 'join.cpu', what: 'first joins a CPU second of the process', floor }, first),
  ];
}
