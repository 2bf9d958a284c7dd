import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { beaconChain } from '@fairgate/shared/config-parsers.ts';
import type { LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { checkDraw } from './check-draw.ts';
import { checkLog } from './check-log.ts';
import { checkReceipt } from './check-receipt.ts';
import { fetchDraw, fetchLog } from './fetch-draw.ts';
import { findingLine, limitLines } from './print-report.ts';

const USAGE = `Recomputes the draw of a drop from what its installation publishes.

npm run check-draw -- <drop> [--url https://…] [--receipt file] [--chain json] [--json]

  <drop>      the drop's id
  --url       the installation; the one that runs here when it is not given
  --receipt   a receipt as /v1/drops/<drop>/receipt gives it: is it in the lobby, and which rank has it?
  --chain     another beacon than drand's quicknet: its /info, as one line of JSON
  --json      the report as one JSON document
  --help      this text

Exit 0: all is right. 1: something is not. 2: it could not be checked, or not yet.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      receipt: { type: 'string' },
      chain: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [dropId = '', ...more] = positionals;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(dropId) || more.length > 0)
    throw new Error(`give one drop by its id\n\n${USAGE}`);
  if (values.url === undefined)
    throw new Error('nothing runs here: say with --url which installation to ask');
  const chain = beaconChain(values.chain ?? '');
  const startedMs = performance.now();
  const draw = await fetchDraw(values.url, dropId);
  const log = await fetchLog(values.url, dropId);
  const findings = [...(await checkDraw(draw, chain)), checkLog(log, draw.facts, draw.keys)];
  const receipt =
    values.receipt === undefined
      ? null
      : checkReceipt(JSON.parse(readFileSync(values.receipt, 'utf8')) as LobbyReceipt, draw.facts);
  const ok = findings.every(({ holds }) => holds !== false) && receipt?.holds !== false;
  const seconds = (performance.now() - startedMs) / 1000;
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ ok, dropId, seconds, findings, receipt }, null, 2)}\n`);
  } else {
    for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
    if (receipt !== null)
      process.stdout.write(`${receipt.holds ? '✓' : '✗'} ${'Receipt'.padEnd(10)} ${receipt.sentence}\n`);
    process.stdout.write(
      `\n${ok ? 'All is right' : 'Something is not right'}, in ${seconds.toFixed(1)} s.\n`,
    );
    if (ok) process.stdout.write(`${limitLines(draw.facts)}\n`);
  }
  return ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
