import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where unpacked programs live between starts: the user's cache, else a folder of the data folder. */
export function cacheFolder(environment: Readonly<Record<string, string>>, dataFolder: string): string {
  const { XDG_CACHE_HOME, HOME } = environment;
  const base = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  for (const folder of [...(base ? [join(base, 'fairgate')] : []), join(dataFolder, 'cache')]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // Not a place to write; the next one.
    }
  }
  throw new Error(`no folder to unpack programs into: neither ${base} nor ${dataFolder} can be written`);
}
