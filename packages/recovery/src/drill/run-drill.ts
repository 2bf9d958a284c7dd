import { processOf, type Stack } from '@fairgate/launcher/stack.ts';
import { bringBack } from './bring-back.ts';
import { archiveSeconds, ORIGIN, prepareGround } from './drill-ground.ts';
import { type CrashResult, type DrillReport, judge, type RestoreResult } from './drill-report.ts';
import { lostOrders } from './lost.ts';
import { type Disaster, type DrillOptions, seconds, sellUntilDisaster } from './sell-until-disaster.ts';

const KILLED = ['postgres', 'gateway', 'queue-worker', 'payments-worker'];

/** Sells, destroys, restores, and says what was lost and how long it took. Throws when it could not be played. */
export async function runDrill(
  options: DrillOptions,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<DrillReport> {
  const startedMs = Date.now();
  const ground = await prepareGround(signal);
  try {
    say('Starting an installation that archives and keeps a journal');
    const origin = await ground.open(ORIGIN, { services: true, journal: ground.journal });
    say(`${options.fans} fans buy while a base backup is made`);
    const disaster = await sellUntilDisaster(ground, origin, options, signal).finally(origin.stop);
    say(`Postgres is killed and its data is gone; ${disaster.acknowledged.length} orders were acknowledged`);
    const restores: RestoreResult[] = [];
    let crashes: readonly CrashResult[] = [];
    for (const secondsBefore of options.secondsBefore === null ? [null] : [null, options.secondsBefore]) {
      say(
        secondsBefore === null
          ? 'Restoring to the end of the archive'
          : `Restoring to ${secondsBefore} s before`,
      );
      const { result, stack } = await bringBack(ground, disaster, secondsBefore, signal);
      restores.push(result);
      if (options.crashes && secondsBefore === null) {
        say('Killing one process after the other');
        crashes = await crashEach(stack, disaster).finally(stack.stop);
      }
      await stack.stop();
    }
    return judge({
      tickets: options.tickets,
      ordersAcknowledged: disaster.acknowledged.length,
      freeOrdersAcknowledged: disaster.acknowledged.filter(({ amountMinor }) => amountMinor === 0).length,
      actsAcknowledged: disaster.acts.length,
      archiveSeconds,
      backupSeconds: disaster.backupSeconds,
      ...{ restores, crashes },
      durationSeconds: seconds(startedMs),
    });
  } finally {
    await ground.close();
  }
}

/** Each process is killed with -9, and the launcher's supervisor brings it back. */
async function crashEach(stack: Stack, disaster: Disaster): Promise<readonly CrashResult[]> {
  const results: CrashResult[] = [];
  for (const name of KILLED) {
    const killedMs = Date.now();
    const killed = processOf(stack, name);
    killed.kill('SIGKILL');
    await killed.ready();
    await processOf(stack, 'gateway').ready();
    const rtoSeconds = seconds(killedMs);
    const lost = await lostOrders(stack.databaseUrl, disaster);
    results.push({ process: name, rtoSeconds, acknowledgedLost: lost.length });
  }
  return results;
}
