import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '../invariant.ts';
import type { Mail } from './mail.ts';

/** A mail in a development folder: one JSON file, `<id>.json`. */
export interface FolderMail extends Mail {
  readonly from: string;
  readonly sentAt: string;
}

const idPattern = /^[A-Za-z0-9-]{1,100}$/;
const fileEnding = '.json';

/** Whole or not at all: readers never see half a mail. */
export async function writeFolderMail(folder: string, mail: FolderMail): Promise<void> {
  invariant(idPattern.test(mail.id), 'a mail needs an id of letters, digits and hyphens');
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `.${mail.id}.${randomUUID()}`);
  await writeFile(unfinished, JSON.stringify(mail, null, 2));
  await rename(unfinished, join(folder, mail.id + fileEnding));
}

/** The newest mails that are wanted, the newest first, at most `count`. A folder that does not exist yet is empty. */
export async function listFolderMails(
  folder: string,
  count: number,
  isWanted: (mail: FolderMail) => boolean = () => true,
): Promise<FolderMail[]> {
  const names = await readdir(folder).catch(emptyIfMissing);
  const ids = names
    .filter((name) => name.endsWith(fileEnding))
    .map((name) => name.slice(0, -fileEnding.length))
    .filter((id) => idPattern.test(id));
  const dated = await Promise.all(
    ids.map(async (id) => ({ id, at: (await stat(join(folder, id + fileEnding))).mtimeMs })),
  );
  const mails: FolderMail[] = [];
  for (const { id } of dated.sort((a, b) => b.at - a.at)) {
    const mail = await readFolderMail(folder, id);
    if (mail !== null && isWanted(mail)) mails.push(mail);
    if (mails.length === count) break;
  }
  return mails.sort((a, b) => b.sentAt.localeCompare(a.sentAt));
}

/** null when there is none. */
export async function readFolderMail(folder: string, id: string): Promise<FolderMail | null> {
  if (!idPattern.test(id)) return null;
  const text = await readFile(join(folder, id + fileEnding), 'utf8').catch(nullIfMissing);
  return text === null ? null : (JSON.parse(text) as FolderMail);
}

function emptyIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
