import { createHash, type KeyObject, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { World } from '../../../../prisma/testing/open-world.ts';

export const SIGNING_KEY_ID = 'test-key';

/** Writes the next checkpoint of the world's event as the format's description says. */
export async function signCheckpoint(
  world: World,
  key: KeyObject,
  bytesPerVersion: 2 | 4 = 4,
): Promise<void> {
  const { rows: heads } = await world.app.query(
    'select version, hash from ticket_holders where event_id = $1 order by ticket_number',
    [world.eventId],
  );
  const { rows: before } = await world.app.query(
    'select number, root from ledger_checkpoints where event_id = $1 order by number desc limit 1',
    [world.eventId],
  );
  const versions = Buffer.alloc(heads.length * bytesPerVersion);
  const root = createHash('sha256');
  for (const [ticket, { version, hash }] of heads.entries()) {
    versions.writeUIntLE(version, ticket * bytesPerVersion, bytesPerVersion);
    root.update(hash);
  }
  const number = (before[0]?.number ?? 0) + 1;
  const prevRoot: Buffer | null = before[0]?.root ?? null;
  const digest = root.digest();
  const text = `fairgate-checkpoint\n${world.eventId}\n${number}\n${heads.length}\n${digest.toString('hex')}\n${prevRoot?.toString('hex') ?? ''}`;
  await world.app.query(
    `insert into ledger_checkpoints (event_id, number, heads, versions, root, prev_root, key_id, signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[world.eventId, number, heads.length, deflateSync(versions), digest, prevRoot, SIGNING_KEY_ID],
      sign(null, Buffer.from(text), key).toString('base64url'),
    ],
  );
}
