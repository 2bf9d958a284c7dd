import pg from 'pg';

/** Over a connection of its own, which is closed afterwards. */
export async function onDatabase<T>(url: string, work: (database: pg.Client) => Promise<T>): Promise<T> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  return work(database).finally(() => database.end());
}
