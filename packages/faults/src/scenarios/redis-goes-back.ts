import { setTimeout as sleep } from 'node:timers/promises';
import { verifyPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import type { Stage } from '../points/stage.ts';
import { ask, newShopper } from '../workload/shopper.ts';
import { type Seen, saw } from './seen.ts';

const joinersEach = 8;
const patienceMs = 25_000;
/** What was written shortly before the first joined is lost, too. Milliseconds. */
const marginMs = 200;
/** The drop was published so long before at least: with that lost too, the drop would be filled anew. */
const publishedBeforeMs = 1_000;

interface Told {
  readonly account: string;
  /** Lane and index. */
  readonly place: string;
}

/**
 * Customers are told their places, Redis loses that and starts again, and others join: a Redis that went back and is
 * taken for the one that it was gives the same places again.
 */
export async function redisGoesBack(stage: Stage): Promise<Seen> {
  const [first = '', ...accounts] = await stage.venue.newAccounts(2 * joinersEach + 1);
  await joinAll(stage, [first]);
  await sleep(publishedBeforeMs);
  const startedMs = Date.now();
  const early = await joinAll(stage, accounts.slice(0, joinersEach));
  const lost = await stage.stack.redis.loseLast(Date.now() - startedMs + marginMs);
  const late = await joinAll(stage, accounts.slice(joinersEach));
  const told = [...early, ...late];
  if (lost === 0 || told.length < accounts.length) {
    const sentence = `${told.length} of ${accounts.length} were told a place, ${lost} bytes were lost`;
    return { violations: [saw('the story can be told', sentence, ...told)] };
  }
  const twice = [...Map.groupBy(told, ({ place }) => place).values()].filter(({ length }) => length > 1);
  const sentence = `${twice.length} places were told to more than one`;
  return {
    violations: twice.length === 0 ? [] : [saw('a place is given to one account', sentence, ...twice.flat())],
  };
}

async function joinAll(
  { stack, venue, history, random }: Stage,
  accounts: readonly string[],
): Promise<readonly Told[]> {
  const secret = Buffer.from(stack.secrets.placeSecret, 'base64url');
  const params = { path: { dropId: venue.show.dropId } };
  const joined = accounts.map(async (account): Promise<readonly Told[]> => {
    const shopper = newShopper(venue, account, history, random, patienceMs);
    const { answer } = await ask(shopper, (api) => api.POST('/v1/drops/{dropId}/entries', { params }));
    const place = verifyPlace(answer?.data?.placeTicket ?? '', [secret]);
    return place === null ? [] : [{ account, place: `${place.lane}:${place.index}` }];
  });
  return (await Promise.all(joined)).flat();
}
