import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openPauses } from '@fairgate/rehearsal/crowd/pauses.ts';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { pollDelaySeconds } from '@fairgate/shared/domain/poll-advice.ts';
import { Pool } from 'undici';
import type { Conditions, Reading } from '../figure.ts';
import { ask, isGood, type LoadAnswer, type LoadRequest } from '../load/ask.ts';
import { quantile } from '../outcome/statistics.ts';
import { withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { askToPublish, putOnSale, untilShown } from '../stage/put-on-sale.ts';
import { type BenchVisitor, openVisitors } from '../stage/visitors.ts';

const sizes = {
  full: { visitors: 20_000, arriveMs: 30_000, playMs: 75_000 },
  small: { visitors: 300, arriveMs: 1_500, playMs: 5_000 },
} as const;
const sockets = 256;
const answerMsMax = 30_000;
const ratePerMinute = 1_200;
const loopResolutionMs = 10;
const aims = { errors: 0, p99Ms: 100 } as const;

/**
 * A crowd that waits: everybody arrives within half a minute, joins, asks for the status by the advice, and comes in
 * when the turn has come, against one gateway process with a queue-worker beside it, over HTTP, each from an address of
 * their own. Errors are all answers but 2xx, also refusals under pressure and by limits. The time of an answer counts from
 * when it was wanted, waiting for a socket included, as it does for a visitor. No floor: a visitor's patience is none. The crowd
 * itself is one process on the same machine: how late its own event loop is stands beside, and is in every time.
 */
export function measureCrowd(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, { gateway: 1, 'queue-worker': 1 }, (stack) =>
    withStores(stack, async ({ owner }) => {
      const drop = await putOnSale(owner, {
        tickets: 10_000,
        opensInSeconds: -1,
        cap: 50_000,
        ratePerMinute,
      });
      await askToPublish(owner, drop);
      await untilShown(stack.gatewayUrl, drop.dropId);
      const { visitors } = sizes[conditions.scale];
      const crowd = await (await openVisitors(stack)).customers(visitors);
      conditions.say(`crowd: ${visitors.toLocaleString('en-US')} visitors arrive`);
      return readings(await play(stack.gatewayUrl, `/v1/drops/${drop.dropId}`, crowd, conditions));
    }),
  );
}

interface Seen {
  readonly statusMs: number[];
  readonly joinMs: number[];
  /** How late the crowd's own event loop is, 99th percentile. */
  lateMs: number;
  cameIn: number;
  /** By status; 0 is no answer. */
  readonly errors: Map<number, number>;
}

async function play(
  url: string,
  path: string,
  crowd: readonly BenchVisitor[],
  { scale, signal, say }: Conditions,
): Promise<Seen> {
  const { arriveMs, playMs } = sizes[scale];
  const pool = new Pool(url, {
    ...{ connections: sockets, pipelining: 1, headersTimeout: answerMsMax, bodyTimeout: answerMsMax },
  });
  const seen: Seen = { statusMs: [], joinMs: [], lateMs: 0, cameIn: 0, errors: new Map() };
  // Twenty thousand wait at a time: each with the signal itself would cost more than they ask.
  const pauses = openPauses();
  signal.addEventListener('abort', pauses.end, { once: true });
  const ending = setTimeout(pauses.end, playMs);
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loop.enable();
  const timed = async (request: LoadRequest, times: number[] | null): Promise<LoadAnswer> => {
    const wantedMs = performance.now();
    const answer = await ask(pool, request);
    times?.push(performance.now() - wantedMs);
    if (!isGood(answer)) seen.errors.set(answer.status, (seen.errors.get(answer.status) ?? 0) + 1);
    return answer;
  };
  const visit = async ({ headers }: BenchVisitor): Promise<void> => {
    await pauses.wait(Math.random() * arriveMs);
    if (pauses.isOver()) return;
    const joined = await timed({ method: 'POST', path: `${path}/entries`, headers }, seen.joinMs);
    if (!isGood(joined)) return;
    const entry = JSON.parse(joined.body) as Entry;
    while (!pauses.isOver()) {
      // Waiting needs no access token.
      const anonymous = { 'x-forwarded-for': headers['x-forwarded-for'] ?? '' };
      const asked = await timed({ method: 'GET', path: `${path}/status`, headers: anonymous }, seen.statusMs);
      if (!isGood(asked)) return;
      const status = JSON.parse(asked.body) as DropStatus;
      const ahead = (entry.rank ?? 0) - (status.serving[entry.lane] ?? 0);
      if (ahead <= 0) return comeIn(headers, entry);
      const seconds = pollDelaySeconds(status.poll, ahead, status.ratePerMinute, Math.random());
      await pauses.wait(seconds * 1000);
    }
  };
  const comeIn = async (headers: BenchVisitor['headers'], { placeTicket }: Entry): Promise<void> => {
    const asJson = { ...headers, 'content-type': 'application/json' };
    const body = JSON.stringify({ placeTicket });
    const came = await timed({ method: 'POST', path: `${path}/admissions`, headers: asJson, body }, null);
    if (isGood(came)) seen.cameIn += 1;
  };
  try {
    await Promise.all(crowd.map(visit));
  } finally {
    clearTimeout(ending);
    signal.removeEventListener('abort', pauses.end);
    loop.disable();
    await pool.destroy();
  }
  signal.throwIfAborted();
  seen.lateMs = Math.max(0, loop.percentile(99) / 1e6 - loopResolutionMs);
  say(`crowd: ${seen.statusMs.length.toLocaleString('en-US')} questions, ${seen.cameIn} came in`);
  return seen;
}

function readings({ statusMs, joinMs, lateMs, errors, cameIn }: Seen): readonly Reading[] {
  const count = [...errors.values()].reduce((sum, one) => sum + one, 0);
  const kinds = [...errors].map(([status, times]) => `${times} × ${status || 'no answer'}`).join(', ');
  const asked = (statusMs.length + joinMs.length).toLocaleString('en-US');
  const plain = { unit: 'ms', floor: null, aim: null } as const;
  return [
    {
      ...{ name: 'crowd.errors', unit: '', value: count, floor: null },
      what: `errors in ${asked} questions and joins; ${cameIn} came in${kinds && `: ${kinds}`}`,
      aim: { of: 'value', is: 'atMost', bound: aims.errors },
    },
    {
      ...{ name: 'crowd.p99', what: 'status, 99th percentile', unit: 'ms', value: quantile(statusMs, 0.99) },
      ...{ floor: null, aim: { of: 'value', is: 'atMost', bound: aims.p99Ms } },
    },
    { ...plain, name: 'crowd.p50', what: 'status, median', value: quantile(statusMs, 0.5) },
    { ...plain, name: 'crowd.join', what: 'join, 99th percentile', value: quantile(joinMs, 0.99) },
    {
      ...plain,
      name: 'crowd.late',
      what: "of that, the crowd's own lateness, 99th percentile",
      value: lateMs,
    },
  ];
}
