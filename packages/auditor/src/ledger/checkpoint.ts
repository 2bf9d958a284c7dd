import { createHash, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { CheckpointKey } from './checkpoint-keys.ts';
import type { LedgerHashes } from './ledger-hashes.ts';

export interface StoredCheckpoint {
  readonly event_id: string;
  readonly number: number;
  readonly heads: number;
  readonly versions: Buffer;
  readonly root: Buffer;
  readonly prev_root: Buffer | null;
  readonly key_id: string;
  readonly signature: string;
}

/** A checkpoint of 200,000 tickets is 800 kB; what claims to be more is not unpacked. */
const VERSIONS_BYTES_MAX = 8_000_000;

/** The head version of every ticket, by its number; null when they cannot be read. Two or four bytes each. */
export function readVersions(checkpoint: StoredCheckpoint): Uint16Array | Uint32Array | null {
  let bytes: Buffer;
  try {
    bytes = inflateSync(checkpoint.versions, { maxOutputLength: VERSIONS_BYTES_MAX });
  } catch {
    return null;
  }
  const whole = new Uint8Array(bytes).buffer;
  if (bytes.length === checkpoint.heads * 4) return new Uint32Array(whole);
  if (bytes.length === checkpoint.heads * 2) return new Uint16Array(whole);
  return null;
}

/** What is wrong between a checkpoint and the history of today, or null. */
export function checkpointFault(
  checkpoint: StoredCheckpoint,
  before: StoredCheckpoint | undefined,
  hashes: LedgerHashes,
): string | null {
  if (before !== undefined && checkpoint.number !== before.number + 1)
    return 'a checkpoint is missing before it';
  const linked =
    before === undefined ? checkpoint.prev_root === null : checkpoint.prev_root?.equals(before.root) === true;
  if (!linked) return 'does not name the root of the checkpoint before it';
  const versions = readVersions(checkpoint);
  if (versions === null) return 'its head versions cannot be read';
  const earlier = before === undefined ? null : readVersions(before);
  if (earlier?.some((version, ticket) => version > (versions[ticket] ?? -1)))
    return 'a history is shorter than in the checkpoint before it';
  const root = createHash('sha256');
  for (const [ticket, version] of versions.entries()) {
    const hash = hashes.of(ticket, version);
    if (hash === null) return `version ${version} of ticket ${ticket} is not in the ledger any more`;
    root.update(hash);
  }
  return root.digest().equals(checkpoint.root) ? null : 'the entries that it covers have other hashes now';
}

/** What is wrong with a checkpoint's signature, or null. */
export function signatureFault(checkpoint: StoredCheckpoint, keys: readonly CheckpointKey[]): string | null {
  const known = keys.find(({ keyId }) => keyId === checkpoint.key_id);
  if (known === undefined) return 'signed with an unknown key';
  const text = [
    'fairgate-checkpoint',
    checkpoint.event_id,
    checkpoint.number,
    checkpoint.heads,
    checkpoint.root.toString('hex'),
    checkpoint.prev_root?.toString('hex') ?? '',
  ].join('\n');
  const signature = Buffer.from(checkpoint.signature, 'base64url');
  return verify(null, Buffer.from(text), known.key, signature) ? null : 'the signature is not by that key';
}
