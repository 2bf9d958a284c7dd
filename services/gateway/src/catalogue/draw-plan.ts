import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import type { BeaconChain } from '@fairgate/shared/draw/beacon-chain.ts';
import { drawSchedule } from '@fairgate/shared/draw/draw-schedule.ts';
import { type DrawSecretBox, newDrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { commitmentTo } from '@fairgate/shared/draw/seed.ts';

/** What draws are scheduled with. */
export interface DrawSetup {
  readonly chain: BeaconChain;
  readonly secretBox: DrawSecretBox;
}

/** A draw's row as it begins: the commitment to its secret, and the beacon's round. null: no lobby. */
export function planDraw(
  { chain, secretBox }: DrawSetup,
  dropId: string,
  drop: { readonly opensAt: Date; readonly sealSeconds: number },
  nowMs: number,
  hasLobby = false,
) {
  const schedule = drawSchedule(chain, drop.opensAt.getTime(), drop.sealSeconds, nowMs, hasLobby);
  if (schedule === null) return null;
  const secrets = newDrawSecrets();
  return {
    commitment: new Uint8Array(commitmentTo(secrets.secret)),
    secrets: new Uint8Array(secretBox.close(dropId, secrets)),
    sealAt: new Date(schedule.sealMs),
    beaconChain: chain.hash,
    beaconRound: BigInt(schedule.round),
    beaconAt: new Date(schedule.beaconMs),
  };
}

type DrawPlan = NonNullable<ReturnType<typeof planDraw>>;

/**
 * For a statement whose CTE `changed` has the row of a drop: its draw is scheduled, or moved with it while its lobby is
 * not sealed, nor due to be. The commitment of a draw that was announced stays, and a line that people joined without one keeps its order.
 */
export function scheduledFromChanged(plan: DrawPlan | null): Sql {
  if (plan === null) return sql`scheduled as (select from changed)`;
  return sql`scheduled as (
    insert into draws as w (event_id, drop_id, commitment, secrets, seal_at, beacon_chain, beacon_round, beacon_at)
      select event_id, id, ${plan.commitment}, ${plan.secrets}, ${plan.sealAt}::timestamptz, ${plan.beaconChain},
        ${plan.beaconRound}::bigint, ${plan.beaconAt}::timestamptz
      from changed
      where exists (select from draws k where k.event_id = changed.event_id and k.drop_id = changed.id)
        or not exists (select from drop_lanes l
          where l.event_id = changed.event_id and l.drop_id = changed.id and l.index_mark > 0)
    on conflict (event_id, drop_id) do update
      set seal_at = excluded.seal_at, beacon_chain = excluded.beacon_chain, beacon_round = excluded.beacon_round,
        beacon_at = excluded.beacon_at
      where w.state = 'SCHEDULED' and w.seal_at > clock_timestamp())`;
}
