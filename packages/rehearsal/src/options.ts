import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ArrivalCurve, parseArrivalCsv } from './crowd/arrival-curve.ts';

export interface RehearsalOptions {
  readonly fans: number;
  readonly tickets: number;
  readonly seed: number;
  readonly curve: ArrivalCurve;
  readonly services: {
    readonly gateway: number;
    readonly 'queue-worker': number;
    readonly 'payments-worker': number;
  };
  readonly queues: boolean;
  /** undefined: as many as suit the tickets. */
  readonly shopperCap: number | undefined;
  readonly ratePerMinute: number | undefined;
  /** Multiplies the fans' pauses. */
  readonly tempo: number;
}

const fansMax = 200_000;
const ticketsMax = 100_000;
const processesMax = 64;
const wrongArguments = 2;

interface Flags {
  readonly fans: number;
  readonly tickets: number;
  readonly seed: number;
  readonly curve: ArrivalCurve;
  readonly gateways: number;
  readonly queueWorkers: number;
  readonly paymentsWorkers: number;
  readonly queues: 'on' | 'off';
  readonly cap?: number;
  readonly rate?: number;
  readonly tempo: number;
  readonly json?: true;
}

/** Reads the command's arguments; commander ends the process on a wrong one, naming it, or when help is asked for. */
export function parseOptions(args: readonly string[]): RehearsalOptions & { readonly json: boolean } {
  const command = new Command('rehearse')
    .description('Rehearse a whole drop with simulated fans, on a stack of its own')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongArguments))
    .option('--fans <number>', 'how many come', whole(1, fansMax))
    .option('--tickets <number>', 'how many there are', whole(1, ticketsMax))
    .option('--seed <number>', 'the same seed gives the same fans', whole(0, 2 ** 31 - 1), 1)
    .addOption(
      new Option('--curve <curve>', 'burst, ramp, or a file of second,count lines')
        .argParser(readCurve)
        .default({ kind: 'burst' }, 'burst'),
    )
    .option('--gateways <number>', 'processes', whole(1, processesMax), 1)
    .option('--queue-workers <number>', 'processes', whole(1, processesMax), 1)
    .option('--payments-workers <number>', 'processes', whole(1, processesMax), 1)
    .addOption(new Option('--queues <switch>', 'off: sweepers alone').choices(['on', 'off']).default('on'))
    .option(
      '--cap <number>',
      'how many may shop at a time (default: a quarter of the tickets, from 10 to 600)',
      whole(1, 100_000),
    )
    .option(
      '--rate <number>',
      'turns a minute (default: as many as tickets, at least 120)',
      whole(1, 600_000),
    )
    .option('--tempo <factor>', "multiplies the fans' pauses", factor, 1)
    .option('--json', 'print only the report, as JSON');
  const flags = command.parse([...args], { from: 'user' }).opts<Flags>();
  // Asked for only now: commander would name what is missing before a misspelt option that was meant for it.
  for (const name of ['fans', 'tickets'] as const) {
    if (flags[name] === undefined) command.error(`error: required option '--${name} <number>' not specified`);
  }
  return {
    ...{ fans: flags.fans, tickets: flags.tickets, seed: flags.seed, curve: flags.curve, tempo: flags.tempo },
    services: {
      gateway: flags.gateways,
      'queue-worker': flags.queueWorkers,
      'payments-worker': flags.paymentsWorkers,
    },
    queues: flags.queues === 'on',
    shopperCap: flags.cap,
    ratePerMinute: flags.rate,
    json: flags.json === true,
  };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}, please.`);
    return value;
  };
}

function factor(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError('a number from 0 to 100, please.');
  return value;
}

function readCurve(text: string): ArrivalCurve {
  if (text === 'burst' || text === 'ramp') return { kind: text };
  try {
    return parseArrivalCsv(readFileSync(text, 'utf8'));
  } catch (error) {
    throw new InvalidArgumentError(
      `burst, ramp, or a file of second,count lines: ${(error as Error).message}.`,
    );
  }
}
