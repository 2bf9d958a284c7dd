import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ArmedPoint, armedFile, struckFile } from '@fairgate/shared/process/crash-points.ts';

/** The folder by which a crash point is armed in running processes, and through which they say that they were struck. */
export interface CrashFolder {
  readonly folder: string;
  readonly arm: (armed: Omit<ArmedPoint, 'id'>) => void;
  readonly disarm: () => void;
  /** The process that was struck; null when none was within `withinMs`, or `isOver` says that none will be. */
  readonly struck: (withinMs: number, isOver?: () => boolean) => Promise<number | null>;
  /** Every point that some process has come by. */
  readonly reached: () => readonly string[];
}

const lookEveryMs = 10;

export function openCrashFolder(folder: string): CrashFolder {
  mkdirSync(folder, { recursive: true });
  const struckNow = (): number | null => {
    const file = join(folder, struckFile);
    if (!existsSync(file)) return null;
    return (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid;
  };
  // Hits stay: a process that has just read what was armed must find that its number is taken.
  const disarm = (): void => {
    rmSync(join(folder, armedFile), { force: true });
    for (const name of readdirSync(folder))
      if (name.startsWith(struckFile)) rmSync(join(folder, name), { force: true });
  };
  return {
    folder,
    arm(armed) {
      disarm();
      writeFileSync(join(folder, `${armedFile}.new`), JSON.stringify({ ...armed, id: randomUUID() }));
      renameSync(join(folder, `${armedFile}.new`), join(folder, armedFile));
    },
    disarm,
    async struck(withinMs, isOver = () => false) {
      const untilMs = Date.now() + withinMs;
      for (;;) {
        // Asked before looking, so that a last-moment strike is seen.
        const over = isOver();
        const pid = struckNow();
        if (pid !== null || over || Date.now() > untilMs) return pid;
        await sleep(lookEveryMs);
      }
    },
    reached: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith('reached-'))
        .map((name) => name.slice('reached-'.length)),
  };
}
