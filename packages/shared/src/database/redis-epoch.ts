import type { RedisIdentity } from '../domain/redis-identity.ts';
import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { type Sql, sql } from './sql.ts';

/** Which epoch's keys are in force, and in which Redis they lie (DESIGN §5). Only a READY epoch may be used. */
export interface EpochRecord extends RedisIdentity {
  readonly epoch: number;
  readonly state: 'CLAIMED' | 'READY';
  readonly claimedBy: string;
  readonly claimedSecondsAgo: number;
  /** Nobody comes in, holds or orders. */
  readonly salesShut: boolean;
}

/**
 * A query of one row while this epoch is in force, and of none once the next was claimed. A statement that asks it holds
 * the claim up until it is done: what it wrote, whoever fills the next epoch reads.
 */
export function inForce(epoch: number): Sql {
  return sql`select id from redis_epoch where id = 1 and epoch = ${epoch}::int and state = 'READY' for key share`;
}

/** As `inForce`, of an epoch that is not in force yet: `claimedBy` fills it, and nobody took its claim over. */
export function beingFilled(epoch: number, claimedBy: string): Sql {
  return sql`select id from redis_epoch
    where id = 1 and epoch = ${epoch}::int and state = 'CLAIMED' and claimed_by = ${claimedBy} for key share`;
}

export async function readEpoch(database: Database): Promise<EpochRecord> {
  const [row] = await database.$queryRaw<EpochRecord[]>`
    select epoch, state, run_id as "runId", replid, beat::float8 as beat, claimed_by as "claimedBy",
      extract(epoch from clock_timestamp() - claimed_at)::float8 as "claimedSecondsAgo",
      exists (select from recovery_state r where r.id = 1 and r.sales_shut_at is not null) as "salesShut"
    from redis_epoch where id = 1`;
  if (row === undefined) throw new Error('the epoch row is missing');
  return row;
}

/** Compare-and-set: the next epoch is this process's to fill. false: another was faster. */
export async function claimEpoch(
  database: Database,
  seen: Pick<EpochRecord, 'epoch' | 'state'>,
  identity: RedisIdentity,
  claimedBy: string,
): Promise<boolean> {
  reach('claim-epoch.before');
  // The row lock is the one that waits for whoever still writes under the old epoch (see inForce), and the other way about.
  const claimed = await database.$executeRaw`
    with held as (select id from redis_epoch where id = 1 for update)
    update redis_epoch set epoch = epoch + 1, state = 'CLAIMED', run_id = ${identity.runId},
      replid = ${identity.replid}, beat = greatest(beat, ${identity.beat}::bigint), claimed_by = ${claimedBy},
      claimed_at = clock_timestamp(), published_at = null
    from held where redis_epoch.id = held.id and epoch = ${seen.epoch}::int and state = ${seen.state}`;
  reach('claim-epoch.after');
  return claimed === 1;
}

/** Says that the filler lives. false: the claim was taken over, and nobody will use what this process fills. */
export async function renewClaim(database: Database, epoch: number, claimedBy: string): Promise<boolean> {
  reach('renew-claim.before');
  const renewed = await database.$executeRaw`
    update redis_epoch set claimed_at = clock_timestamp()
    where id = 1 and epoch = ${epoch}::int and state = 'CLAIMED' and claimed_by = ${claimedBy}`;
  reach('renew-claim.after');
  return renewed === 1;
}

/**
 * Compare-and-set: the claimed epoch is filled and in force. false: it was taken over meanwhile; nobody uses ours.
 * @param beat Redis's while it was filled: with a lower one it has lost what was filled
 */
export async function publishEpoch(
  database: Database,
  epoch: number,
  beat: number,
  claimedBy: string,
): Promise<boolean> {
  reach('publish-epoch.before');
  const published = await database.$executeRaw`
    update redis_epoch set state = 'READY', published_at = clock_timestamp(), beat = greatest(beat, ${beat}::bigint)
    where id = 1 and epoch = ${epoch}::int and state = 'CLAIMED' and claimed_by = ${claimedBy}`;
  reach('publish-epoch.after');
  return published === 1;
}

/** Remembers how far Redis got. */
export async function saveBeat(database: Database, epoch: number, beat: number): Promise<void> {
  reach('save-beat.before');
  await database.$executeRaw`
    update redis_epoch set beat = greatest(beat, ${beat}::bigint) where id = 1 and epoch = ${epoch}::int`;
  reach('save-beat.after');
}
