import { availableParallelism } from 'node:os';
import { type EffectName, effects } from '@fairgate/shared/process/crash-points.ts';
import { Command, InvalidArgumentError } from 'commander';
import { allRuns, nameOfRun, type PointRun } from './points/point-table.ts';
import { type ScenarioName, scenarios } from './scenarios/scenarios.ts';

export interface FaultsOptions {
  /** null: all of them, unless chaos or bugs alone were asked for. */
  readonly points: readonly PointRun[] | null;
  /** null: all of them, unless something else alone was asked for. */
  readonly stories: readonly ScenarioName[] | null;
  readonly seed: number | null;
  readonly minutes: number | null;
  readonly bug: string | null;
  /** How many hold and order requests a crowd without faults makes. */
  readonly contention: number | null;
  /** How many stacks run crash points at once. */
  readonly stacks: number;
  readonly json: boolean;
}

const storyNames = Object.keys(scenarios) as ScenarioName[];
const wrongArguments = 2;
const minutesMax = 24 * 60;
const stacksMax = 16;
const attemptsMax = 100_000_000;

interface Flags {
  readonly point?: readonly PointRun[];
  readonly story?: readonly ScenarioName[];
  readonly seed?: number;
  readonly minutes?: number;
  readonly bug?: string;
  readonly contention?: number;
  readonly stacks?: number;
  readonly json?: true;
}

/** Reads the command's arguments; commander ends the process on a wrong one, naming it, or when help is asked for. */
export function parseOptions(args: readonly string[], bugs: readonly string[]): FaultsOptions {
  const command = new Command('faults')
    .description('Tries the purchase under every fault, on stacks of its own')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongArguments))
    .option(
      '--point <names>',
      'crash points alone: all, or, with commas between them, effects (create-order), points (create-order.after), or runs (create-order.after:kill:1)',
      readPoint,
    )
    .option('--story <name>', `stories alone: all, or one of ${storyNames.join(', ')}`, readStory)
    .option(
      '--seed <number>',
      'chaos alone, by this schedule; beside --point, --story or --contention, what their customers draw from',
      whole(0, 2 ** 31 - 1),
    )
    .option(
      '--contention <attempts>',
      'a crowd alone that fights over few seats, without faults, until it has asked so often',
      whole(1, attemptsMax),
    )
    .option('--minutes <number>', 'chaos alone, for so long, seed after seed', whole(1, minutesMax))
    .option('--bug <name>', `a planted bug alone: all, or one of ${bugs.join(', ')}`, (name) => {
      if (name === 'all' || bugs.includes(name)) return name;
      throw new InvalidArgumentError(`all, or one of ${bugs.join(', ')}.`);
    })
    .option(
      '--stacks <number>',
      `how many stacks run crash points at once (default: ${availableParallelism()}, one for each core)`,
      whole(1, stacksMax),
    )
    .option('--json', 'print only the report, as JSON');
  const flags = command.parse([...args], { from: 'user' }).opts<Flags>();
  return {
    points: flags.point ?? null,
    stories: flags.story ?? null,
    seed: flags.seed ?? null,
    minutes: flags.minutes ?? null,
    bug: flags.bug ?? null,
    contention: flags.contention ?? null,
    stacks: flags.stacks ?? Math.min(availableParallelism(), stacksMax),
    json: flags.json === true,
  };
}

function readPoint(text: string): readonly PointRun[] {
  const all = allRuns();
  if (text === 'all') return all;
  const wanted = text.split(',');
  const isOf = (name: string, want: string): boolean =>
    name === want || name.startsWith(`${want}.`) || name.startsWith(`${want}:`);
  const unknown = wanted.find((want) => !all.some((run) => isOf(nameOfRun(run), want)));
  if (unknown === undefined) return all.filter((run) => wanted.some((want) => isOf(nameOfRun(run), want)));
  const names = (Object.keys(effects) as EffectName[]).join(', ');
  throw new InvalidArgumentError(`no run is called ${unknown}. Effects: ${names}.`);
}

function readStory(text: string): readonly ScenarioName[] {
  const found = storyNames.filter((name) => text === 'all' || name === text);
  if (found.length > 0) return found;
  throw new InvalidArgumentError(`all, or one of ${storyNames.join(', ')}.`);
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}, please.`);
    return value;
  };
}
