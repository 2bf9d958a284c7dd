import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Problem } from '@fairgate/shared/errors.ts';
import { Piscina } from 'piscina';
import type { PasswordCheck } from './password-thread.ts';

/** Beyond them a caller is told to come back: nobody waits longer than about three seconds. */
export const passwordsWaitingMax = 64;
const retryAfterSeconds = 3;
const idleThreadMs = 60_000;
/** The thread yields to the sale when cores are short. */
const niceness = 10;

export interface PasswordPool {
  /** An Argon2id hash in PHC form. Throws OVERLOADED when too many wait. */
  readonly hash: (password: string) => Promise<string>;
  /** `passwordHash` null (no such account), or none of ours, takes the same work and is never right. Throws likewise. */
  readonly matches: (passwordHash: string | null, password: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** One thread for all password work of the process, started when it is first needed. */
export function openPasswordPool(): PasswordPool {
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./password-thread.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    maxQueue: passwordsWaitingMax,
    idleTimeout: idleThreadMs,
    niceIncrement: niceness,
  });
  const nobodysHash = unmatchableHash();

  async function run<T>(name: string, task: unknown): Promise<T> {
    if (pool.queueSize >= passwordsWaitingMax) throw new Problem('OVERLOADED', {}, retryAfterSeconds);
    return (await pool.run(task, { name })) as T;
  }

  return {
    hash: (password) => run<string>('hash', canonical(password)),
    async matches(passwordHash, password) {
      const isOurs = passwordHash?.startsWith('$argon2id$') === true;
      const task: PasswordCheck = {
        passwordHash: isOurs ? passwordHash : nobodysHash,
        password: canonical(password),
      };
      return (await run<boolean>('check', task)) && isOurs;
    },
    close: () => pool.destroy(),
  };
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B, 5.1.1.2). */
function canonical(password: string): string {
  return password.normalize('NFKC');
}

/** A hash of our own parameters that no known password has. */
function unmatchableHash(): string {
  const base64 = (bytes: number): string => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${base64(16)}$${base64(32)}`;
}
