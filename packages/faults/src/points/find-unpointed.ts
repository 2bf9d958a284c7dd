/** A source file by its path from the root of the checkout. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Functions of Postgres that only read, or that are its own: all others write until they are listed here. */
const readers = [
  ...[
    'count',
    'min',
    'max',
    'sum',
    'coalesce',
    'extract',
    'array_agg',
    'array_remove',
    'unnest',
    'row_number',
  ],
  ...['json_agg', 'json_build_object', 'jsonb_agg', 'jsonb_build_object', 'set_config', 'pg_is_in_recovery'],
  ...['clock_timestamp', 'is_disputed', 'is_journaled'],
];
const callsFunction = /\b(?:select|from)\s+(?:[\w", ]+\bfrom\s+)?([a-z_]+)\(/g;
const changesRows = /\$executeRaw|\binsert into\b|\bdelete from\b|\bupdate [a-z_]+ /;
const changesModels = /\.\w+\.(create|createMany|update|updateMany|upsert|delete|deleteMany)\(/;
const changesKeys =
  /runScript\(|\.multi\(|\bredis\s*\.(set|incr|incrby|decr|expire|pexpire|hset|hsetnx|hdel|zadd|zrem|del|unlink|rpush|lpush)\(/;
const callsStripe =
  /\bstripe\.(paymentIntents|refunds|charges|disputes)\.(create|capture|cancel|update|confirm|close)\(/;
const sendsMail = /\b(sendMail|writeFolderMail)\(/;
const writesFile = /\.(appendFile|datasync)\(/;
const sendsJob = /\?\.add\(name,/;

type What = 'writes rows' | 'writes keys' | 'calls Stripe' | 'sends a mail' | 'writes a file' | 'sends a job';

/** What a line of code does that another process could find half done; null: nothing. */
function whatOf(line: string, isDatabase: boolean): What | null {
  if (
    /^\s*(\/\/|\*|\/\*)/.test(line) ||
    /^\s*(import|export (async )?function|async function|function) /.test(line)
  )
    return null;
  const functions = isDatabase ? [...line.matchAll(callsFunction)].map(([, name]) => name ?? '') : [];
  if (changesRows.test(line) || functions.some((name) => !readers.includes(name))) return 'writes rows';
  if (changesModels.test(line) && /\b(database|transaction|tx|writes)\./.test(line)) return 'writes rows';
  if (changesKeys.test(line)) return 'writes keys';
  if (callsStripe.test(line)) return 'calls Stripe';
  if (sendsMail.test(line)) return 'sends a mail';
  if (writesFile.test(line)) return 'writes a file';
  return sendsJob.test(line) ? 'sends a job' : null;
}

/** Where nothing is looked for: files, or whole folders, each with the reason. */
export const exempt: Readonly<Record<string, string>> = {
  'packages/shared/src/database/admission-log.ts':
    'proves the order of the line afterwards; what was not appended is appended next time',
  'packages/shared/src/database/admission-moves.ts':
    'a move that was not written is asked for again; the admission itself stays',
  'packages/shared/src/database/announcements.ts': 'says in the log that a drop opened; nothing waits for it',
  'packages/shared/src/database/checkpoints.ts':
    'proves the ledger afterwards; a missing one is written next time',
  'packages/shared/src/database/draws.ts':
    'a draw goes on in steps that each happen once; tests/faults/draw-races breaks off between them',
  'packages/shared/src/database/left-entries.ts': 'a place that was given up twice was given up once',
  'packages/shared/src/database/delete-ended-sessions.ts': 'tidies up',
  'packages/shared/src/database/line-notices.ts': 'what somebody asks to be told; whoever asks asks again',
  'packages/shared/src/database/due-notices.ts':
    'each notice is noted and queued by one statement; what was not is queued by the next round',
  'packages/shared/src/database/line-samples.ts':
    'shows afterwards how good the promised waits were; a line is sampled again in 15 s',
  'packages/shared/src/database/priority-returns.ts': 'a turn that was given back twice was given back once',
  'packages/shared/src/database/prune-finished.ts': 'tidies up what is over for days',
  'packages/shared/src/database/refresh-statistics.ts': "helps Postgres's planner; changes no row of ours",
  'packages/shared/src/database/reconciliations.ts':
    'keeps what a comparison with Stripe found; a day is compared again',
  'packages/shared/src/database/parked-work.ts':
    'a person has parked work tried again; it asks for it twice without harm',
  'packages/shared/src/database/replay.ts': 'recovery alone, with sales shut; the drill of recovery kills it',
  'packages/shared/src/database/recovery-state.ts':
    'recovery and operations: all sales stop and run by one statement',
  'packages/shared/src/redis/capacity.ts': 'what was measured is measured anew twice a second',
  'packages/shared/src/redis/forget-epochs.ts': 'tidies up keys of epochs that are over',
  'packages/shared/src/redis/return-turn.ts': 'a turn that was given back twice was given back once',
  'packages/shared/src/redis/join-pressure.ts': 'counts requests, and forgets them by itself',
  'packages/shared/src/redis/leave-line.ts': 'a place that was given up twice was given up once',
  'packages/shared/src/redis/scripts.ts': 'only hands on what others call',
  'packages/shared/src/redis/stripe-budget.ts': 'counts requests, and forgets them by itself',
  'packages/shared/src/redis/take-throttle.ts': 'counts requests, and forgets them by itself',
  'packages/shared/src/payments/stripe-probe.ts': 'reads',
  'services/gateway/src/use-cases/accounts/': 'people and their sessions, before any purchase',
  'services/gateway/src/use-cases/catalogue/': "a vendor's edits, each one transaction of rows alone",
  'services/gateway/src/use-cases/operations/': 'a person has parked work tried again',
  'services/gateway/src/accounts/': 'people and their sessions, before any purchase',
  'services/gateway/src/access/': 'sessions',
  'services/gateway/src/catalogue/': "a vendor's edits, each one transaction of rows alone",
  'services/gateway/src/plugins/': 'counts requests',
  'services/queue-worker/src/jobs/correct-seats.ts': 'a lock on a round that the next one makes up for',
  'services/queue-worker/src/jobs/keep-statistics.ts': 'a lock on a round that the next one makes up for',
  'services/queue-worker/src/jobs/measure-capacity.ts': 'a lock on a round that the next one makes up for',
  'services/queue-worker/src/jobs/write-checkpoints.ts': 'a lock on a round that the next one makes up for',
};

const looked =
  /^(packages\/shared\/src\/(database|redis|payments|mail|journal|queues)|services\/[^/]+\/src)\/.*\.ts$/;
const test = /\.(test|fixture|d)\.ts$|\/testing\/|\/generated\//;

/**
 * Every write on the way of a purchase that does not stand between the two points of one effect: statements, scripts and
 * commands, calls of Stripe, mails, jobs, and lines of the journal, in the stores and in the services.
 * `file:line what` for each.
 */
export function findUnpointed(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => looked.test(path) && !test.test(path) && !isExempt(path))
    .flatMap(unpointedIn);
}

function isExempt(path: string): boolean {
  return Object.keys(exempt).some((name) => path === name || (name.endsWith('/') && path.startsWith(name)));
}

/** Follows a file from point to point; a function or an arm of a switch that ends between two of them has no point after. */
function unpointedIn({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n');
  const isDatabase = path.includes('/database/') || path.startsWith('services/');
  let open: string | null = null;
  return lines.flatMap((line, at) => {
    const [, effect = '', side] = /reach\('([a-z-]+)\.(before|after)'\)/.exec(line) ?? [];
    if (side === 'before') {
      const unended = open === null ? [] : [`${path}:${at + 1} comes before there is a point after ${open}`];
      open = effect;
      return unended;
    }
    if (side === 'after') {
      const isOwn = open === effect;
      open = null;
      return isOwn ? [] : [`${path}:${at + 1} is after ${effect}, and not before it`];
    }
    if (line === '}' && open !== null) {
      const unended = `${path}:${at + 1} is before ${open}, and never after it`;
      open = null;
      return [unended];
    }
    const what = whatOf(line, isDatabase);
    return what === null || open !== null ? [] : [`${path}:${at + 1} ${what} outside of points`];
  });
}

/** Points of the table that no code reaches. */
export function findUnused(files: readonly SourceFile[], effects: readonly string[]): readonly string[] {
  const all = files.map(({ text }) => text).join('\n');
  return effects
    .flatMap((effect) => [`${effect}.before`, `${effect}.after`])
    .filter((point) => !all.includes(`reach('${point}')`));
}
