import type { LaneCode } from '@fairgate/shared/contracts/lanes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { type LanePlace, requireLane } from '../../catalogue/lane-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('lane-codes', ['uuid']);

/** A lane's codes and how often each was used, the first made first. What a code is, nobody is shown again. */
export async function listLaneCodes(
  database: Database,
  account: Account,
  place: LanePlace,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<LaneCode>> {
  const after = cursor.read(page.after);
  await requireLane(database, account, place);
  const rows = await database.laneCode.findMany({
    where: { ...place, ...(after?.[0] !== undefined && { id: { gt: after[0] } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return listPage(
    rows,
    page.limit,
    (row) => cursor.write([row.id]),
    ({ id, lane, email, usesMax, uses, createdAt, revokedAt }) => ({
      ...{ id, lane, email, usesMax, uses },
      createdAt: createdAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
    }),
  );
}
