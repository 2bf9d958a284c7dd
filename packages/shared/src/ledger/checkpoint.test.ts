import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkpointOf, checkpointText } from './checkpoint.ts';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const heads = [
  { version: 0, hash: hash('a') },
  { version: 70_000, hash: hash('b') },
];
const first = { eventId: '0197a3c2-1111-7222-8333-444455556666', number: 0, root: null };

it('holds every head: versions by ticket number, and the hash of their hashes', () => {
  const checkpoint = checkpointOf(first, heads);
  expect(checkpoint).toMatchObject({ number: 1, heads: 2, prevRoot: null });
  const versions = inflateSync(checkpoint.versions);
  expect([versions.readUInt32LE(0), versions.readUInt32LE(4)]).toEqual([0, 70_000]);
  const root = createHash('sha256').update(hash('a')).update(hash('b')).digest('hex');
  expect(Buffer.from(checkpoint.root).toString('hex')).toBe(root);
  expect(checkpointText(checkpoint)).toBe(
    `fairgate-checkpoint\n0197a3c2-1111-7222-8333-444455556666\n1\n2\n${root}\n`,
  );
});

it('is linked to the one before', () => {
  const before = checkpointOf(first, heads);
  const after = checkpointOf({ eventId: before.eventId, number: before.number, root: before.root }, heads);
  expect(after.number).toBe(2);
  expect(checkpointText(after).endsWith(`\n${Buffer.from(before.root).toString('hex')}`)).toBe(true);
});
