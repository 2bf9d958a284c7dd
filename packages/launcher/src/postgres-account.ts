import { existsSync, readFileSync, statSync } from 'node:fs';

/** Postgres refuses to run as root; this is who runs it then. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const ACCOUNT_NAMES = ['postgres', 'nobody'] as const;

/** Null for an ordinary user, who runs Postgres in person. A database that exists stays with its owner. */
export function postgresAccount(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = accountsHere();
  const owner = existsSync(dataFolder) ? statSync(dataFolder).uid : 0;
  const chosen =
    accounts.find(({ uid }) => uid === owner && uid !== 0) ??
    ACCOUNT_NAMES.map((wanted) => accounts.find(({ name }) => name === wanted)).find(Boolean);
  if (chosen) return chosen;
  throw new Error(
    `Postgres does not run as root, and none of the users ${ACCOUNT_NAMES.join(', ')} exists here. ` +
      'Run the command as an ordinary user, or create one: useradd --system postgres',
  );
}

function accountsHere(): readonly Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}
