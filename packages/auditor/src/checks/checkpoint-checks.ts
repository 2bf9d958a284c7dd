import type { Snapshot } from '../database/open-database.ts';
import { checkpointFault, type StoredCheckpoint, signatureFault } from '../ledger/checkpoint.ts';
import { type LedgerHashes, readLedgerHashes } from '../ledger/ledger-hashes.ts';
import { type Check, Collector } from './check.ts';

export const checkpointChecks: readonly Check[] = [
  {
    name: 'ledger.checkpoints',
    invariant: 'the ledger still has every history that its checkpoints signed, and no checkpoint is missing',
    async find({ snapshot }) {
      const broken = new Collector();
      let before: StoredCheckpoint | undefined;
      let hashes: LedgerHashes | undefined;
      const seen = await eachCheckpoint(snapshot, async (checkpoint) => {
        const previous = before?.event_id === checkpoint.event_id ? before : undefined;
        if (previous === undefined) hashes = await readLedgerHashes(snapshot, checkpoint.event_id);
        const fault = checkpointFault(checkpoint, previous, hashes as LedgerHashes);
        if (fault !== null) broken.add({ ...placeOf(checkpoint), fault });
        before = checkpoint;
      });
      return seen === 0 ? nothingYet : broken.findings;
    },
  },
  {
    name: 'ledger.checkpoint-signatures',
    invariant: 'every checkpoint is signed by a key that the gateway publishes',
    async find({ snapshot, checkpointKeys }) {
      const broken = new Collector();
      const counted = await snapshot.query('select from ledger_checkpoints limit 1');
      if (counted.length === 0) return nothingYet;
      const keys = await checkpointKeys();
      if (keys === null)
        throw new Error('no public key is known: set SIGNING_KEY, or let the gateway run at PUBLIC_URL');
      await eachCheckpoint(snapshot, async (checkpoint) => {
        const fault = signatureFault(checkpoint, keys);
        if (fault !== null) broken.add({ ...placeOf(checkpoint), fault });
      });
      return broken.findings;
    },
  },
];

const nothingYet = { count: 0, rows: [], idle: 'there are no checkpoints yet' };

const placeOf = ({ event_id, number, key_id }: StoredCheckpoint) => ({ event_id, number, key_id });

/** One at a time, by event and number: a day of them would fill the memory. Answers how many there are. */
async function eachCheckpoint(
  snapshot: Snapshot,
  look: (checkpoint: StoredCheckpoint) => Promise<void>,
): Promise<number> {
  const names = await snapshot.query<{ event_id: string; number: number }>(
    'select event_id, number from ledger_checkpoints order by event_id, number',
  );
  for (const { event_id, number } of names) {
    const [checkpoint] = await snapshot.query<StoredCheckpoint>(
      `select event_id, number, heads, versions, root, prev_root, key_id, signature
       from ledger_checkpoints where event_id = $1 and number = $2`,
      [event_id, number],
    );
    if (checkpoint !== undefined) await look(checkpoint);
  }
  return names.length;
}
