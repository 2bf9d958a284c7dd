import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { MARKER_FILE, markerFault, markerText, readMarker } from '@fairgate/shared/journal/journal-marker.ts';
import pg from 'pg';

/** What a database says of its sale journal. */
export interface JournalFacts {
  readonly installationId: string;
  /** From the first worker with FAIRGATE_JOURNAL on, until somebody decides to sell without. */
  readonly journalOn: boolean;
}

export async function readJournalFacts(databaseUrl: string): Promise<JournalFacts> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<JournalFacts>(
      'select installation_id as "installationId", journal_on as "journalOn" from recovery_state where id = 1',
    );
    if (rows[0] === undefined) throw new Error('the recovery row is missing');
    return rows[0];
  } finally {
    await client.end();
  }
}

/**
 * Makes a folder the sale journal of an installation: it and its marker, on disk. One that is already is left as it is;
 * throws for one of another installation, unless it is to be adopted.
 */
export async function markJournal(
  folder: string,
  installationId: string,
  adopt = false,
): Promise<'made' | 'known'> {
  const marker = await readMarker(folder, installationId);
  if (marker.kind === 'own') return 'known';
  if (marker.kind === 'foreign' && !adopt) throw new Error(markerFault(folder, marker) ?? '');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, MARKER_FILE), 'w', 0o600);
  await file
    .writeFile(markerText(installationId))
    .then(() => file.datasync())
    .finally(() => file.close());
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
  return 'made';
}

/**
 * Before the workers start: the first start with FAIRGATE_JOURNAL makes the folder. While the database's journal is on, a
 * folder without its marker is a disk that is missing: nothing is made there. The sentence says so; null: all is well.
 */
export async function prepareJournal(databaseUrl: string, folder: string): Promise<string | null> {
  const { installationId, journalOn } = await readJournalFacts(databaseUrl);
  if (!journalOn) {
    await markJournal(folder, installationId);
    return null;
  }
  const fault = markerFault(folder, await readMarker(folder, installationId));
  return fault === null ? null : `no sale is acknowledged: ${fault}`;
}
