import type { AdmissionLogPage } from '@fairgate/shared/contracts/admission-log.ts';
import { loadLog } from '@fairgate/shared/database/admission-log.ts';
import type { DrawStores } from './show-draw.ts';

/** A page of a drop's admission log, for everybody: it has positions and no people. */
export async function showAdmissionLog(
  { reads, drops }: DrawStores,
  dropId: string,
  { after = -1, limit }: { readonly after?: number; readonly limit: number },
): Promise<AdmissionLogPage> {
  const { eventId } = await drops.find(dropId);
  const rows = await loadLog(reads, { eventId, dropId }, after, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(({ at, hash, served, joined, ...row }) => ({
      ...row,
      served: served === null ? null : [...served],
      joined: joined === null ? null : [...joined],
      at: at.toISOString(),
      hash: Buffer.from(hash).toString('hex'),
    })),
    next: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}
