import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { plantedBugs } from './bugs/planted-bugs.ts';
import type { SimulationOptions } from './run/run-simulation.ts';

const historiesMax = 1_000_000_000;
/** Seeds are 32-bit numbers. */
const seedMax = 2 ** 32 - 1;
const minutesMax = 7 * 24 * 60;
const threadsMax = 256;
const wrongArguments = 2;

interface Flags {
  readonly histories: number;
  readonly seed: number;
  readonly minutes: number;
  readonly threads: number;
  readonly bug?: string;
  readonly json?: true;
}

/** Reads the command's arguments; commander ends the process on a wrong one, naming it, or when help is asked for. */
export function parseOptions(args: readonly string[]): SimulationOptions & { readonly json: boolean } {
  const command = new Command('simulate')
    .description('Play histories of purchases under faults in virtual time; one seed gives one history')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongArguments))
    .option('--histories <number>', 'how many', whole(1, historiesMax), 10_000)
    .option('--seed <number>', 'of the first history; the others follow', whole(0, seedMax), 1)
    .option('--minutes <number>', 'begin nothing after so many', whole(1, minutesMax), minutesMax)
    .option('--threads <number>', 'cores to use', whole(1, threadsMax), availableParallelism())
    .addOption(
      new Option('--bug <name>', 'plant a known bug, to see it caught').choices(Object.keys(plantedBugs)),
    )
    .option('--json', 'print only the report, as JSON');
  const flags = command.parse([...args], { from: 'user' }).opts<Flags>();
  const { histories, seed, minutes, threads, bug = null } = flags;
  return { histories, firstSeed: seed, minutesMax: minutes, threads, bug, json: flags.json === true };
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}, please.`);
    return value;
  };
}
