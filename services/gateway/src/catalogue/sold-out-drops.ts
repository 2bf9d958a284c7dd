import type { Database } from '@fairgate/shared/database/client.ts';
import { LRUCache } from 'lru-cache';

export interface SoldOutDrops {
  /** Those of the drops that have tickets and not one unsold: what is held or being bought is not sold yet. */
  readonly among: (dropIds: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** A drop with an unsold ticket is told fast, so it is asked about often; a sold-out one is read whole. Milliseconds. */
const unsoldAgeMs = 2_000;
const soldOutAgeMs = 10_000;
const dropsMax = 5_000;

/** However many ask, each gateway reads a drop once in the time that its answer is kept. */
export function createSoldOutDrops(database: Database): SoldOutDrops {
  const known = new LRUCache<string, boolean>({ max: dropsMax });
  return {
    async among(dropIds) {
      const answers = new Map(dropIds.map((id) => [id, known.get(id)]));
      const unknown = dropIds.filter((id) => answers.get(id) === undefined);
      if (unknown.length > 0) {
        for (const { id, soldOut } of await readSoldOut(database, unknown)) {
          answers.set(id, soldOut);
          known.set(id, soldOut, { ttl: soldOut ? soldOutAgeMs : unsoldAgeMs });
        }
      }
      return new Set(dropIds.filter((id) => answers.get(id) === true));
    },
  };
}

function readSoldOut(
  database: Database,
  dropIds: readonly string[],
): Promise<{ id: string; soldOut: boolean }[]> {
  return database.$queryRaw`
    select d.id,
        exists (select from tickets t
          where t.event_id = d.event_id and t.drop_id = d.id and t.retired_at is null)
        and not exists (select from tickets t
          join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
          where t.event_id = d.event_id and t.drop_id = d.id and t.retired_at is null
            and h.kind in ('MINT', 'REFUND', 'VOID', 'RELEASE')) as "soldOut"
      from drops d where d.id = any(${dropIds}::uuid[])`;
}
