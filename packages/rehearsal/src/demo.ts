import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createClient } from '@fairgate/client/create-client.ts';
import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { venueTimeWords } from '@fairgate/shared/domain/venue-time.ts';
import { demoProgress } from './demo/demo-progress.ts';
import { countLeft, type DemoDrop, findDemoDrop } from './demo/find-demo-drop.ts';
import { playSale } from './play-sale.ts';
import { openTokenIssuer } from './stage/issue-tokens.ts';
import { readShow } from './stage/read-show.ts';
import { seedAccounts } from './stage/seed-accounts.ts';

// The simulated fans of `npm start`: they come to the demo's next drop and buy, at a person's pace, until it is sold out.

/** So many fans for each ticket: some go home empty-handed. */
const fansPerTicket = 0.6;
/**
 * Half of them are there when the doors open or come soon after; the others come one by one, so that a person who looks
 * around first still finds tickets, and it is sold out some five minutes after the opening. Seconds from there, and how
 * the fans of one second compare with those of another.
 */
const waves = [
  { from: -45, until: 60, weight: 9 },
  { from: 60, until: 480, weight: 2 },
] as const;
const demoLimit = 4;
/** Everything takes the fans a few times as long as in a rehearsal. */
const tempo = 3;
/** Few give up on what they hold: it comes back late. */
const abandoning = 0.3;
const patienceMs = 300_000;
/** Whether it is there, and whether it is sold out. Milliseconds. */
const lookEveryMs = 2_000;
const findTriesMax = 5;

async function main(): Promise<void> {
  const { databaseUrl, publicUrl, signingKey } = readConfig('demo');
  const signal = stopSignal();
  const api = createClient({ baseUrl: publicUrl });
  const drop = await findPatiently(api, signal);
  if (drop === null) {
    console.log('The simulated fans find no drop to come to.');
    return;
  }
  const fans = Math.max(1, Math.round(drop.tickets * fansPerTicket));
  const show = await readShow(api, drop);
  const crowd = {
    seed: Math.floor(drop.opensMs / 1000),
    curve: { kind: 'counts', rows: waves.flatMap(evenRows) },
    accountIds: await seedAccounts(databaseUrl, fans, 'demo.fairgate.example'),
    passwordFans: [],
    limit: demoLimit,
    lobbySeconds: -waves[0].from,
    ...{ tempo, abandoning, patienceMs },
  } as const;
  const tokens = await openTokenIssuer(JSON.stringify(signingKey), publicUrl);
  const address = `${publicUrl}/#/drops/${drop.dropId}`;
  const opens = venueTimeWords(drop.opensMs, drop.timeZone);
  console.log(`${fans} simulated fans come to ${drop.name}.`);
  console.log(`Join at ${address} before ${opens} to stand in line among them.`);
  const place = { tickets: drop.tickets, tokens, gatewayUrls: [publicUrl] };
  const progress = demoProgress(api, drop);
  const soldOut = watchSoldOut(api, drop.dropId);
  const { surprises } = await playSale(
    crowd,
    show,
    place,
    progress,
    AbortSignal.any([signal, soldOut.signal]),
  );
  soldOut.stop();
  if (signal.aborted) return;
  await progress.conclude();
  for (const surprise of surprises) console.log(`A simulated fan was surprised: ${surprise}`);
}

/** The drop was made a moment ago, and its tickets may be on their way into Redis. */
async function findPatiently(api: ApiClient, signal: AbortSignal): Promise<DemoDrop | null> {
  for (let tries = 1; ; tries += 1) {
    const drop = await findDemoDrop(api, Date.now());
    if (drop !== null || tries === findTriesMax || signal.aborted) return drop;
    await sleep(lookEveryMs);
  }
}

/** A person buys among the simulated fans, so that what these bought does not tell. */
function watchSoldOut(
  api: ApiClient,
  dropId: string,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const over = new AbortController();
  const timer = setInterval(async () => {
    const left = await countLeft(api, dropId).catch(() => null);
    if (left === 0) over.abort();
  }, lookEveryMs);
  return { signal: over.signal, stop: () => clearInterval(timer) };
}

function evenRows({ from, until, weight }: (typeof waves)[number]): { second: number; count: number }[] {
  return Array.from({ length: until - from }, (_, at) => ({ second: from + at, count: weight }));
}

await main();
