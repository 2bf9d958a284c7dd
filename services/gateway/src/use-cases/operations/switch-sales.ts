import type { Sales, SalesSwitch } from '@fairgate/shared/contracts/operations.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { readSales, setSales } from '@fairgate/shared/database/recovery-state.ts';
import { Problem } from '@fairgate/shared/errors.ts';

export async function showSales(database: Database): Promise<Sales> {
  const { since, ...sales } = await readSales(database);
  return { ...sales, since: since?.toISOString() ?? null };
}

/** One write holds, stops or runs every sale; gateways and workers see it within a second. */
export async function switchSales(
  database: Database,
  actor: string,
  { state, reason }: SalesSwitch,
): Promise<Sales> {
  const outcome = await setSales(database, actor, state, reason);
  if (outcome === 'RECOVERING') throw new Problem('STATE_CONFLICT', { reason: 'recovering' });
  return showSales(database);
}
