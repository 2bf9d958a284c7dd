import { openPasswordPool } from '@fairgate/gateway/access/password-pool.ts';
import type { DrawSetup } from '@fairgate/gateway/catalogue/draw-plan.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { venueTimeWords } from '@fairgate/shared/domain/venue-time.ts';
import { createDrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { demoAccounts, ensureAccount } from './demo-accounts.ts';
import { arenaEvent, standingEvents } from './demo-programme.ts';
import { isLoopback } from './is-loopback.ts';
import { nextNight } from './next-night.ts';
import { ensureVendor, isThere, putOnSale } from './put-on-sale.ts';

// Puts the demo into a database: its sign-ins, a vendor with events, and an arena whose drop opens two minutes from now.
// What is there stays; each run makes one more arena night.

const connectionsMax = 4;

async function seed(database: Database, draws: DrawSetup, now: Date): Promise<readonly string[]> {
  const passwords = openPasswordPool();
  const { fan, vendor, ops } = demoAccounts;
  const ownerId = await ensureAccount(database, vendor, passwords.hash);
  for (const account of [fan, ops]) await ensureAccount(database, account, passwords.hash);
  await passwords.close();
  const owner = { id: ownerId, isOps: false, isVendorMember: true };
  const vendorId = await ensureVendor(database, owner);
  for (const event of standingEvents) {
    if (!(await isThere(database, vendorId, event)))
      await putOnSale(database, draws, owner, vendorId, event, now);
  }
  // One instant for both: the night's name and its opening say the same second.
  const madeAt = new Date();
  const night = await nextNight(database, vendorId, arenaEvent, madeAt);
  const arena = await putOnSale(database, draws, owner, vendorId, night, madeAt);
  return [
    'Sign-ins',
    ...Object.values(demoAccounts).map(
      ({ role, email, password }) => `  ${role.padEnd(11)} ${email.padEnd(26)} ${password}`,
    ),
    '',
    `${night.name}, opens at ${venueTimeWords(arena.opensAt.getTime(), night.venue.timeZone)}.`,
  ];
}

async function main(): Promise<void> {
  const { databaseUrl, publicUrl, encryptionKey, beaconChain } = readConfig('seed');
  if (!isLoopback(publicUrl)) {
    throw new Error(
      `The demo's passwords are known to everybody, so it is not put where others can come (PUBLIC_URL=${publicUrl}). ` +
        'Start with FAIRGATE_DEMO=off.',
    );
  }
  const database = connectDatabase(databaseUrl, 'seed', connectionsMax);
  try {
    const draws = { chain: beaconChain, secretBox: createDrawSecretBox(encryptionKey) };
    process.stdout.write(`${(await seed(database, draws, new Date())).join('\n')}\n`);
  } finally {
    await database.$disconnect();
  }
}

/** A refusal of the catalogue with the fields that it names: whoever changes the programme must know which. */
function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return `${error.message}: ${error.code} ${JSON.stringify(error.facts)}`;
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
});
