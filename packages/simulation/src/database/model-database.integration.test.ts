import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAccount, openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { Random } from '../schedule/random.ts';
import { type DatabaseCommand, drawCommands, worldSize } from '../testing/database-commands.ts';
import { ModelWorld } from '../testing/model-world.ts';
import { PostgresWorld } from '../testing/postgres-world.ts';

const sequences = 24;
const commandsPerSequence = 100;
const shrinkTriesMax = 80;

let world: World;
let accounts: string[];
beforeAll(async () => {
  world = await openWorld({ tickets: 0 });
  accounts = await Promise.all(Array.from({ length: worldSize.accounts }, () => addAccount(world.app)));
});
afterAll(() => world.close());

interface Difference {
  readonly step: number;
  readonly command: DatabaseCommand;
  readonly postgres: unknown;
  readonly model: unknown;
}

/** Runs the same commands against both, and compares answer and state after each. null: they never differ. */
async function findDifference(commands: readonly DatabaseCommand[]): Promise<Difference | null> {
  const postgres = await PostgresWorld.open(world, accounts);
  const model = new ModelWorld();
  for (const [step, command] of commands.entries()) {
    const outcomes = { postgres: await postgres.execute(command), model: await model.execute(command) };
    if (outcomes.postgres !== outcomes.model) return { step, command, ...outcomes };
    const states = { postgres: await postgres.state(), model: await model.state() };
    if (JSON.stringify(states.postgres) !== JSON.stringify(states.model)) return { step, command, ...states };
  }
  return null;
}

/** Leaves out commands as long as a difference remains. */
async function shrink(commands: readonly DatabaseCommand[]): Promise<readonly DatabaseCommand[]> {
  let left = commands;
  let tries = 0;
  for (let size = left.length >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < left.length && tries < shrinkTriesMax; ) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)];
      tries += 1;
      const difference = await findDifference(fewer);
      if (difference === null) from += size;
      else left = fewer.slice(0, difference.step + 1);
    }
  }
  return left;
}

it.each(Array.from({ length: sequences }, (_, n) => n + 1))(
  'the model answers and stands as Postgres does, command by command: seed %i',
  async (seed) => {
    const commands = drawCommands(new Random(seed), commandsPerSequence);
    const difference = await findDifference(commands);
    if (difference === null) return;
    const shrunk = await shrink(commands.slice(0, difference.step + 1));
    const last = await findDifference(shrunk);
    expect(last?.model, `seed ${seed}, after ${JSON.stringify(shrunk, null, 1)}`).toEqual(last?.postgres);
    expect(difference).toBeNull();
  },
  120_000,
);
