import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { beaconChain } from '@fairgate/shared/config-parsers.ts';
import { LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import type { BeaconChain } from '@fairgate/shared/draw/beacon-chain.ts';
import { checkDraw } from './check-draw.ts';
import { checkLog } from './check-log.ts';
import { checkReceipt } from './check-receipt.ts';
import { peopleOf } from './drawn-facts.ts';
import { fetchFacts, fetchLog, fetchPublished, readAs } from './fetch-draw.ts';
import { Unchecked } from './finding.ts';
import { notDrawnYet } from './not-drawn-yet.ts';
import { notShown } from './not-shown.ts';
import { type DrawReport, reportText } from './print-report.ts';

const usage = `Recomputes the draw of a drop from what its gateway publishes, over HTTP alone.

npm run check-draw -- <drop id> [--url <address>] [--receipt <file>] [--chain <json>] [--json]

  --url <address>    the gateway; that of the running installation when not said
  --receipt <file>   also hold a receipt against the draw: JSON as GET /v1/drops/:dropId/receipt answers
  --chain <json>     another beacon than drand's quicknet, on one line as its /info tells it
  --json             the whole report as one JSON document
  --help             this text

Exit 0: all is right. 1: something is wrong, and named. 2: it could not be checked, or not yet.
`;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ url: { type: 'string' }, receipt: { type: 'string' }, chain: { type: 'string' } },
      ...{ json: { type: 'boolean' }, help: { type: 'boolean' } },
    },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const startedMs = performance.now();
  const dropId = dropIdOf(positionals);
  const url = addressOf(values.url);
  const chain = chainOf(values.chain ?? '');
  const receipt = values.receipt === undefined ? null : readReceipt(values.receipt);
  const facts = await fetchFacts(url, dropId);
  const wait = notDrawnYet(facts, Date.now());
  if (wait !== null) throw new Unchecked(wait);
  const published = await fetchPublished(url, facts);
  const log = await fetchLog(url, dropId);
  const findings = [...(await checkDraw(published, chain)), checkLog(log, facts, published.keys)];
  const checked = receipt === null ? null : checkReceipt(receipt, published);
  const report: DrawReport = {
    ...{ dropId, url, proof: facts.proof },
    people: peopleOf(facts.lanes.map(({ lobby }) => lobby ?? 0)),
    ok: [...findings, ...(checked?.findings ?? [])].every(({ state }) => state !== 'broken'),
    ...{ findings, receipt: checked, notShown: notShown(facts.proof) },
    durationMs: Math.round(performance.now() - startedMs),
  };
  process.stdout.write(`${values.json === true ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
  return report.ok ? 0 : 1;
}

function dropIdOf(positionals: readonly string[]): string {
  const [dropId = '', ...more] = positionals;
  if (more.length === 0 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(dropId))
    return dropId.toLowerCase();
  throw new Unchecked("Which drop? Give its id, as in the drop's address: npm run check-draw -- <drop id>");
}

function addressOf(given: string | undefined): string {
  if (given === undefined)
    throw new Unchecked(
      'No installation runs here: name the gateway, as with --url https://tickets.example.org',
    );
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) throw new Unchecked(`${given} is no web address.`);
  return given.replace(/\/+$/, '');
}

function chainOf(text: string): BeaconChain {
  try {
    return beaconChain(text);
  } catch (error) {
    throw new Unchecked(`--chain ${(error as Error).message}`);
  }
}

function readReceipt(file: string): LobbyReceipt {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Unchecked(`The receipt ${file} cannot be read: ${(error as Error).message}`);
  }
  const receipt = readAs(LobbyReceipt, value);
  if (receipt === null)
    throw new Unchecked(`${file} is no receipt as GET /v1/drops/:dropId/receipt answers.`);
  return receipt;
}
