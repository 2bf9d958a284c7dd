import { hashSync, verifySync } from '@node-rs/argon2';

/** Runs in the thread of password-pool.ts. */

/** Argon2id (RFC 9106, the library's default kind) with OWASP's parameters: 19 MiB, two passes; 10 to 50 ms of a core. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hash(password: string): string {
  return hashSync(password, parameters);
}

export interface PasswordCheck {
  readonly passwordHash: string;
  readonly password: string;
}

export function check({ passwordHash, password }: PasswordCheck): boolean {
  return verifySync(passwordHash, password);
}
