/** A source file by its path from the root of the checkout. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What writes: a statement that changes rows, a script or command that changes keys. */
const writesRows =
  /\$executeRaw|\b(insert into|delete from)\b|\bupdate [a-z_]+ |\b(create_order|finalize_orders|store_intent|record_\w+|expire_order|append_\w+|lose_order|void_order|refund_\w+|transfer_\w+)\(/;
const writesKeys =
  /runScript\(|\.multi\(|redis\s*\.(set|incr|decr|hset|hsetnx|zadd|zrem|del|unlink|rpush|lpush)\(/;
const callsStripe =
  /\bstripe\.(paymentIntents|refunds|charges|disputes)\.(create|capture|cancel|update|confirm|close)\(/;
const sendsMail = /\b(sendMail|writeFolderMail)\(/;

/** Of the stores, these are not on the way of a purchase; `throttle-take` counts requests, and forgets them by itself. */
const elsewhere = [
  'database/delete-ended-sessions.ts',
  'database/refresh-statistics.ts',
  'database/checkpoints.ts',
  'database/announcements.ts',
  'database/parked-work.ts',
  'database/prune-finished.ts',
  'database/reconciliations.ts',
  // Off here; the drill kills what writes it.
  'database/sale-journal.ts',
  'redis/take-throttle.ts',
  'redis/stripe-budget.ts',
  'redis/forget-epochs.ts',
  'redis/scripts.ts',
].map((name) => `packages/shared/src/${name}`);

const store = /^packages\/shared\/src\/(database|redis)\/[^/]+\.ts$/;
const caller =
  /^(packages\/shared\/src\/(payments|mail)|services\/[^/]+\/src\/(use-cases\/[^/]+\.ts$|jobs\/|sale\/|[^/]+\.ts$))/;
const test = /\.(test|fixture|d)\.ts$|\/testing\//;

/** How far a point may stand from a call that it belongs to. Lines. */
const nearLines = 10;

/**
 * Every write on the way of a purchase that has not a crash point before and after it: in the stores' functions, at calls
 * of Stripe, at mails that leave, and at statements that services make themselves. `file:line what` for each.
 */
export function findUnpointed(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => !test.test(path) && !elsewhere.includes(path))
    .flatMap((file) => [
      ...(store.test(file.path) ? unpointedFunctions(file) : []),
      ...(caller.test(file.path) ? unpointedCalls(file) : []),
    ]);
}

function unpointedFunctions({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n');
  return functionsIn(lines).flatMap(({ name, from, body }) => {
    const writes = path.includes('/database/') ? writesRows.test(body) : writesKeys.test(body);
    if (!writes || isDelegating(body, lines)) return [];
    const missing = ['before', 'after'].filter(
      (side) => !new RegExp(`reach\\('[a-z-]+\\.${side}'\\)`).test(body),
    );
    return missing.map((side) => `${path}:${from} ${name} writes and has no point ${side}`);
  });
}

/** Its points are in a function of the same file that it calls. */
function isDelegating(body: string, lines: readonly string[]): boolean {
  return functionsIn(lines).some(
    (other) => other.body !== body && body.includes(`${other.name}(`) && other.body.includes('reach('),
  );
}

function functionsIn(
  lines: readonly string[],
): readonly { readonly name: string; readonly from: number; readonly body: string }[] {
  return lines.flatMap((line, at) => {
    const name = /^(?:export )?async function (\w+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const end = lines.findIndex((other, index) => index > at && other === '}');
    return [{ name, from: at + 1, body: lines.slice(at, end).join('\n') }];
  });
}

function unpointedCalls({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const what = callsStripe.test(line)
      ? 'calls Stripe'
      : sendsMail.test(line) && !/function |import /.test(line)
        ? 'sends a mail'
        : path.startsWith('services/') && /\$executeRaw/.test(line)
          ? 'writes rows'
          : null;
    if (what === null) return [];
    const isNear = (side: string, from: number, to: number): boolean =>
      lines
        .slice(Math.max(0, from), to)
        .some((near) => near.includes(`.${side}')`) && near.includes('reach('));
    return [
      ...(isNear('before', at - 3, at) ? [] : [`${path}:${at + 1} ${what} and has no point before`]),
      ...(isNear('after', at + 1, at + nearLines)
        ? []
        : [`${path}:${at + 1} ${what} and has no point after`]),
    ];
  });
}

/** Points of the table that no code reaches. */
export function findUnused(files: readonly SourceFile[], effects: readonly string[]): readonly string[] {
  const all = files.map(({ text }) => text).join('\n');
  return effects
    .flatMap((effect) => [`${effect}.before`, `${effect}.after`])
    .filter((point) => !all.includes(`reach('${point}')`));
}
