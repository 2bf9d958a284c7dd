import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdsJournal } from './read-journal.ts';

/**
 * A folder is the sale journal of an installation only when this file in it says so. It is made once, on the journal's
 * disk: where the disk is not mounted it is missing, and what lies there instead is not taken for the journal.
 */
export const MARKER_FILE = 'fairgate-journal.json';

/**
 * `absent`: no marker, or none that can be read. `unmarked`: that, among files of sales. `foreign`: another installation's,
 * whose id stands beside it.
 */
export type JournalMarker =
  | { readonly kind: 'own' | 'absent' | 'unmarked' }
  | { readonly kind: 'foreign'; readonly installationId: string };

export async function readMarker(folder: string, installationId: string): Promise<JournalMarker> {
  const text = await readFile(join(folder, MARKER_FILE), 'utf8').catch(() => null);
  const marked = text === null ? null : installationOf(text);
  if (marked === installationId) return { kind: 'own' };
  if (marked !== null) return { kind: 'foreign', installationId: marked };
  return { kind: existsSync(folder) && holdsJournal(folder) ? 'unmarked' : 'absent' };
}

export function markerText(installationId: string): string {
  return `${JSON.stringify({ installation: installationId })}\n`;
}

const init = 'npm run run -- journal init';

/** Why a folder is not this installation's journal, and what to do; null: it is. */
export function markerFault(folder: string, marker: JournalMarker): string | null {
  switch (marker.kind) {
    case 'own':
      return null;
    case 'absent':
      return `${folder} has no ${MARKER_FILE}: mount its disk, or make it the sale journal with ${init} ${folder}`;
    case 'unmarked':
      return `${folder} holds sales and no ${MARKER_FILE}, as before there were markers: if it is this installation's journal, say so with ${init} ${folder}`;
    case 'foreign':
      return `${folder} is the sale journal of installation ${marker.installationId}: choose another folder, or, if this database was restored to before it had that id, say so with ${init} --adopt ${folder}`;
  }
}

function installationOf(text: string): string | null {
  try {
    const { installation } = JSON.parse(text) as { installation?: unknown };
    return typeof installation === 'string' ? installation : null;
  } catch {
    return null;
  }
}
