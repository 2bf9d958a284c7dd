import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeLine, encodeLine, type JournalLine } from './journal-line.ts';

const fileName = 'journal.log';

/** Where lines go before an answer leaves. */
export interface Journal {
  /** Resolves when the line, and every line before it, is on disk. Rejects when the disk failed, for good. */
  append(line: JournalLine): Promise<void>;
  /** Resolves when everything appended so far is on disk: a reader must not tell what could still be lost. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing: for tests that do not ask for durability. */
export const forgetfulJournal: Journal = {
  append: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

export interface ReplayReport {
  readonly lines: number;
  readonly bytes: number;
  /** Bytes of a last line that was not whole: it was never acknowledged, and is cut off. */
  readonly tornBytes: number;
}

/**
 * Hands every whole line to `each`, cuts off a torn last one. A broken line with whole ones after it is damage
 * that no crash explains: throws, naming the byte.
 */
export async function replayJournal(
  folder: string,
  each: (line: JournalLine) => void,
): Promise<ReplayReport> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, fileName);
  const handle = await open(path, 'a+');
  const size = (await handle.stat()).size;
  let lines = 0;
  let good = 0;
  let broken = -1;
  for await (const bytes of linesOf(path)) {
    const line = bytes.whole ? decodeLine(bytes.text) : undefined;
    if (broken >= 0 && line !== undefined) {
      await handle.close();
      throw new Error(`${path} is damaged at byte ${broken}, with whole lines after it`);
    }
    if (line === undefined) {
      broken = broken < 0 ? good : broken;
      continue;
    }
    each(line);
    lines += 1;
    good += bytes.text.length + 1;
  }
  if (good < size) await handle.truncate(good);
  await handle.datasync();
  await handle.close();
  return { lines, bytes: good, tornBytes: size - good };
}

async function* linesOf(path: string): AsyncGenerator<{ text: Buffer; whole: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    let block = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10)) {
      yield { text: block.subarray(0, end), whole: true };
      block = block.subarray(end + 1);
    }
    rest = block;
  }
  if (rest.length > 0) yield { text: rest, whole: false };
}

/** Replaces the journal by `lines`, in one rename: a crash leaves the old one or the new one, never a mixture. */
export async function rewriteJournal(folder: string, lines: Iterable<JournalLine>): Promise<number> {
  const path = join(folder, fileName);
  const fresh = `${path}.new`;
  const handle = await open(fresh, 'w');
  let bytes = 0;
  for (const line of lines) {
    const text = encodeLine(line);
    bytes += Buffer.byteLength(text);
    await handle.write(text);
  }
  await handle.datasync();
  await handle.close();
  await rename(fresh, path);
  await syncFolder(folder);
  return bytes;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

/** Opens the journal for appending. Lines that arrive while the disk works share its next flush. */
export async function openJournal(folder: string): Promise<Journal> {
  const handle = await open(join(folder, fileName), 'a');
  await syncFolder(folder);
  return new FlushingJournal(handle);
}

interface Batch {
  readonly texts: string[];
  readonly done: PromiseWithResolvers<void>;
}

class FlushingJournal implements Journal {
  readonly #handle: FileHandle;
  #gathering: Batch | undefined;
  #flushing: Promise<void> | undefined;
  #newest: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  append(line: JournalLine): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#gathering === undefined) {
      const done = Promise.withResolvers<void>();
      done.promise.catch(() => undefined);
      this.#gathering = { texts: [], done };
      this.#newest = done.promise;
      this.#flushing ??= this.#flush();
    }
    this.#gathering.texts.push(encodeLine(line));
    return this.#gathering.done.promise;
  }

  settled(): Promise<void> {
    return this.#newest;
  }

  async close(): Promise<void> {
    await this.#newest.catch(() => undefined);
    await this.#flushing;
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#gathering !== undefined) {
      const batch = this.#gathering;
      this.#gathering = undefined;
      await this.#write(batch);
    }
    this.#flushing = undefined;
  }

  async #write(batch: Batch): Promise<void> {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#handle.appendFile(batch.texts.join(''));
      await this.#handle.datasync();
      batch.done.resolve();
    } catch (failure) {
      // After a failed flush nobody knows what the disk holds: nothing more is acknowledged until a restart.
      this.#failure = failure;
      batch.done.reject(failure);
    }
  }
}
