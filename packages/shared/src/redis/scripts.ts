import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { invariant } from '../invariant.ts';

/** Every Lua script by its file's name, with how many KEYS it takes. A test compares the counts with the headers. */
export const scriptKeys = {
  'admission-end': 2,
  'admission-grant': 8,
  'drop-publish': 2,
  'event-fill': 9,
  'hold-best': 14,
  'hold-bind': 13,
  'hold-chosen': 14,
  'hold-extend': 14,
  'hold-pool': 14,
  'hold-release': 13,
  'hold-sweep': 10,
  'hold-unbind': 13,
  'join-pressure': 1,
  'joined-drop': 1,
  'lease-prolong': 12,
  'lease-restore': 11,
  'line-measure': 2,
  'mark-raise': 1,
  'seats-mark': 9,
  'throttle-take': 2,
  'turn-return': 2,
  'waiting-room-advance': 6,
  'waiting-room-leave': 6,
  'waiting-room-join': 7,
} as const;

export type ScriptName = keyof typeof scriptKeys;

/** What a script answers: the name of the outcome, then its values, all as text. */
export type ScriptReply = readonly [outcome: string, ...values: string[]];

type ScriptArgument = string | number | Buffer;
type Runner = (...keysAndArguments: ScriptArgument[]) => Promise<(string | number)[]>;

/** The text of a script with its includes in place. */
export function scriptText(name: string): string {
  const text = readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
  return text.replace(/^-- @include ([a-z-]+)$/gm, (_line, include: string) =>
    scriptText(`includes/${include}`),
  );
}

/** Makes the scripts known to a connection. They travel as EVALSHA and are sent whole only when Redis forgot them. */
export function defineScripts(redis: Redis): Redis {
  for (const [name, numberOfKeys] of Object.entries(scriptKeys)) {
    redis.defineCommand(name, { numberOfKeys, lua: scriptText(name) });
  }
  return redis;
}

/** Runs a script of `scriptKeys` on a connection from `connectRedis`. */
export async function runScript(
  redis: Redis,
  name: ScriptName,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<ScriptReply> {
  invariant(keys.length === scriptKeys[name], `${name} takes ${scriptKeys[name]} keys`);
  const run = (redis as unknown as Record<string, Runner>)[name];
  invariant(run !== undefined, `${name} is not defined on this connection`);
  const [outcome, ...values] = await run.call(redis, ...keys, ...args);
  return [String(outcome), ...values.map(String)];
}
