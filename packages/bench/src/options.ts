import { Command, InvalidArgumentError, Option } from 'commander';
import type { Scale } from './figure.ts';
import { type FigureName, figureNames, figures } from './figures.ts';

export interface BenchOptions {
  readonly only: readonly FigureName[];
  readonly scale: Scale;
  readonly json: boolean;
}

const wrongArguments = 2;
const suites = ['waiting-room'];

/** Reads the command's arguments; commander ends the process on a wrong one, naming it, or when help is asked for. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const command = new Command('bench')
    .description('Measure the waiting room, each figure beside its floor in the same run')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongArguments))
    .argument('<suite>', `what to measure: ${suites.join(', ')}`, oneSuite)
    .addOption(
      new Option('--only <names>', 'only these figures, with commas')
        .argParser(readNames)
        .default(figureNames, 'all of them'),
    )
    .addOption(
      new Option('--scale <scale>', 'small: seconds, to see that it works; its figures say little')
        .choices(['full', 'small'])
        .default('full'),
    )
    .option('--json', 'print only the results, as JSON')
    .addHelpText('after', helpText());
  const parsed = command.parse([...args], { from: 'user' });
  const { only, scale, json } = parsed.opts<{ only: readonly FigureName[]; scale: Scale; json?: true }>();
  return { only, scale, json: json === true };
}

function helpText(): string {
  const lines = figureNames.map((name) => `  ${name.padEnd(12)} ${figures[name].what}`);
  return `
Figures:
${lines.join('\n')}

Everything runs on stores and services of the command's own, on loopback, gone afterwards. All figures take some
fifteen minutes on two cores.
Exit 0: everything was measured, also when an aim was missed: the table says so. 1: something broke. 2: wrong arguments.`;
}

function oneSuite(name: string): string {
  if (!suites.includes(name)) throw new InvalidArgumentError(`there is ${suites.join(', ')}.`);
  return name;
}

function readNames(text: string): readonly FigureName[] {
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !figureNames.some((known) => known === name));
  if (unknown.length > 0) throw new InvalidArgumentError(`there is no ${unknown.join(', ')}.`);
  // In the order of the list, whatever the order of the wishes.
  return figureNames.filter((name) => wanted.includes(name));
}
