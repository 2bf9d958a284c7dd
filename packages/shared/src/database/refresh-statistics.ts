import type { Database } from './client.ts';

/** Has the planner look again at the tables that grew; answers with their names. Cheap when none did. */
export async function refreshStatistics(database: Database): Promise<readonly string[]> {
  const [row] = await database.$queryRaw<{ tables: string[] }[]>`select refresh_statistics() as tables`;
  return row?.tables ?? [];
}
