import { createClient } from '@fairgate/client/create-client.ts';
import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { venueTimeWords } from '@fairgate/shared/domain/venue-time.ts';
import { demoProgress } from './demo/demo-progress.ts';
import { findDemoDrop } from './demo/find-demo-drop.ts';
import { playSale } from './play-sale.ts';
import { openTokenIssuer } from './stage/issue-tokens.ts';
import { readShow } from './stage/read-show.ts';
import { seedAccounts } from './stage/seed-accounts.ts';

// The simulated fans of `npm start`: they come to the demo's next drop and buy, at a person's pace, until only the late
// comers' part is left.

/** When this part of the tickets is left the simulated fans go home, so that a person who comes later can still buy. */
const lateComersShare = 0.25;
/** So many fans for each ticket: a few go home empty-handed. */
const fansPerTicket = 0.56;
const demoLimit = 4;
/** Some join while the doors are closed, the others while a person is looking around. Seconds from the opening. */
const lobbySeconds = 45;
const lateSeconds = 60;
/** Everything takes the fans a few times as long as in a rehearsal. */
const tempo = 3;
/** Few give up on what they hold: it comes back late. */
const abandoning = 0.3;
const patienceMs = 300_000;

async function main(): Promise<void> {
  const { databaseUrl, publicUrl, signingKey } = readConfig('demo');
  const signal = stopSignal();
  const api = createClient({ baseUrl: publicUrl });
  const drop = await findDemoDrop(api, Date.now());
  if (drop === null) {
    console.log('The simulated fans find no drop to come to.');
    return;
  }
  const fans = Math.max(1, Math.round(drop.tickets * fansPerTicket));
  const show = await readShow(api, drop);
  const crowd = {
    seed: Math.floor(drop.opensMs / 1000),
    curve: { kind: 'counts', rows: evenRows(-lobbySeconds, lateSeconds) },
    accountIds: await seedAccounts(databaseUrl, fans, 'demo.fairgate.example'),
    passwordFans: [],
    limit: demoLimit,
    ...{ lobbySeconds, tempo, abandoning, patienceMs },
  } as const;
  const tokens = await openTokenIssuer(JSON.stringify(signingKey), publicUrl);
  const late = Math.round(drop.tickets * lateComersShare);
  const address = `${publicUrl}/#/drops/${drop.dropId}`;
  const opens = venueTimeWords(drop.opensMs, drop.timeZone);
  console.log(`${fans} simulated fans come to ${drop.name}.`);
  console.log(`Join at ${address} before ${opens} to stand in line among them;`);
  console.log(`some ${late} of ${drop.tickets} tickets are left for late comers.`);
  const place = { tickets: drop.tickets - late, tokens, gatewayUrls: [publicUrl], leavesRest: true };
  const progress = demoProgress(api, drop);
  const { surprises } = await playSale(crowd, show, place, progress, signal);
  if (signal.aborted) return;
  await progress.conclude();
  for (const surprise of surprises) console.log(`A simulated fan was surprised: ${surprise}`);
}

/** As many come in each second. */
function evenRows(from: number, until: number): { second: number; count: number }[] {
  return Array.from({ length: until - from }, (_, at) => ({ second: from + at, count: 1 }));
}

await main();
