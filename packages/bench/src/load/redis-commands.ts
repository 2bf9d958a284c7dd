import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';

export interface CommandCount {
  readonly commands: number;
  readonly perSecond: number;
  /** How often each was sent, by its name. */
  readonly byName: Readonly<Record<string, number>>;
}

/**
 * Counts what arrives over the connections of one name while something runs. MONITOR tells sent commands from those that a
 * script makes, which INFO does not.
 */
export async function countCommands(
  redis: RedisConnection,
  connectionName: string,
  work: () => Promise<unknown>,
): Promise<CommandCount> {
  const sources = new Set(connectionsOf(String(await redis.client('LIST')), connectionName));
  if (sources.size === 0) throw new Error(`nobody is connected to Redis as ${connectionName}`);
  const byName: Record<string, number> = {};
  let commands = 0;
  const monitor = await redis.monitor();
  try {
    monitor.on('monitor', (_time: string, args: readonly string[], source: string) => {
      if (!sources.has(source)) return;
      commands += 1;
      const name = (args[0] ?? '').toLowerCase();
      byName[name] = (byName[name] ?? 0) + 1;
    });
    const startedMs = performance.now();
    await work();
    const seconds = (performance.now() - startedMs) / 1000;
    return { commands, perSecond: commands / seconds, byName };
  } finally {
    monitor.disconnect();
  }
}

/** The addresses of a CLIENT LIST whose connection has this name. */
export function connectionsOf(list: string, name: string): readonly string[] {
  return list
    .split('\n')
    .filter((line) => line.split(' ').includes(`name=${name}`))
    .flatMap((line) => /\baddr=(\S+)/.exec(line)?.[1] ?? []);
}
