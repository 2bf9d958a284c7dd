import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/stores.ts';
import { connectDatabase, type Database } from './client.ts';
import { deleteEndedSessions } from './delete-ended-sessions.ts';

let server: TestDatabase;
let database: Database;
const userId = randomUUID();
beforeAll(async () => {
  server = await createTestDatabase();
  database = connectDatabase(server.databaseUrl, 'test', 3);
  const user = { id: userId, email: 'ada@example.org', name: 'Ada', passwordHash: 'none' };
  await database.user.create({ data: user });
});
afterAll(async () => {
  await database.$disconnect();
  await server.drop();
});

const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

/** One session with tokens that expire in so many hours. */
async function session(...expiries: number[]): Promise<string> {
  const familyId = randomUUID();
  const rows = expiries.map((hours, index) => ({
    id: index === 0 ? familyId : randomUUID(),
    familyId,
    userId,
    tokenHash: new Uint8Array(randomBytes(32)),
    expiresAt: inHours(hours),
  }));
  await database.refreshToken.createMany({ data: rows });
  return familyId;
}

it('sessions go when their last token is over, whole and not before; links go when they are over', async () => {
  const ended = await session(-3, -2, -1);
  const alive = await session(-3, -2, 1);
  const link = { userId, tokenHash: new Uint8Array(randomBytes(32)) };
  await database.passwordReset.create({ data: { ...link, expiresAt: inHours(-1) } });
  const fresh = new Uint8Array(randomBytes(32));
  await database.passwordReset.create({ data: { userId, tokenHash: fresh, expiresAt: inHours(1) } });
  expect(await deleteEndedSessions(database, 2)).toBe(3);
  expect(await deleteEndedSessions(database, 2)).toBe(1);
  expect(await deleteEndedSessions(database, 2)).toBe(0);
  expect(await database.refreshToken.count({ where: { familyId: ended } })).toBe(0);
  expect(await database.refreshToken.count({ where: { familyId: alive } })).toBe(3);
  expect(await database.passwordReset.count()).toBe(1);
});
