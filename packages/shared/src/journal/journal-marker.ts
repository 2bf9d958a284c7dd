import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder is the sale journal of an installation only when this file in it says so. It is made once, on the journal's
 * disk: where the disk is not mounted it is missing, and what lies there instead is not taken for the journal.
 */
export const MARKER_FILE = 'fairgate-journal.json';

/** `absent`: no marker, or none that can be read. `foreign`: another installation's. */
export type JournalMarker = 'own' | 'absent' | 'foreign';

export async function readMarker(folder: string, installationId: string): Promise<JournalMarker> {
  const text = await readFile(join(folder, MARKER_FILE), 'utf8').catch(() => null);
  if (text === null) return 'absent';
  const marked = installationOf(text);
  if (marked === null) return 'absent';
  return marked === installationId ? 'own' : 'foreign';
}

export function markerText(installationId: string): string {
  return `${JSON.stringify({ installation: installationId })}\n`;
}

/** Why a folder is not this installation's journal, and what to do; null: it is. */
export function markerFault(folder: string, marker: JournalMarker): string | null {
  switch (marker) {
    case 'own':
      return null;
    case 'absent':
      return `${folder} has no ${MARKER_FILE}: mount its disk, or make it the sale journal with npm run run -- journal init ${folder}`;
    case 'foreign':
      return `${folder} is the sale journal of another installation: choose another folder, or take its ${MARKER_FILE} away first`;
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
