import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ScriptName, scriptKeys, scriptText } from './scripts.ts';

const folder = new URL('./scripts/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.lua'))
  .map((file) => file.slice(0, -'.lua'.length));
const includes = readdirSync(new URL('includes/', folder)).map((file) => file.slice(0, -'.lua'.length));

/** A header's paragraph, from its word in capitals to the next. */
function paragraph(text: string, word: string): string {
  const header = /^--\[\[[\s\S]*?\]\]/.exec(text)?.[0] ?? '';
  return new RegExp(`^  ${word}\\s+([\\s\\S]*?)(?=^  [A-Z]{4,}\\s|^\\]\\])`, 'm').exec(header)?.[1] ?? '';
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

/** What the header promises; what stands in brackets explains an outcome. */
function promisedOutcomes(text: string): Set<string> {
  const outcomes = paragraph(text, 'RETURNS').replaceAll(/\([^)]*\)/g, '');
  return new Set([...outcomes.matchAll(/\b[A-Z]+(?:_[A-Z]+)*\b/g)].map(([name]) => name));
}

/** Replies are tables that begin with the outcome's name; refusals of the drop's window are handed on by name. */
function producedOutcomes(text: string): Set<string> {
  const replies = [...text.matchAll(/return (?:nil, )?\{ '([A-Z_]+)'/g)].map(([, name]) => name ?? '');
  const handsRefusalOn = /return \{ refusal \}/.test(text);
  const refusals = [...text.matchAll(/return '([A-Z_]+)'/g)].map(([, name]) => name ?? '');
  return new Set(handsRefusalOn ? [...replies, ...refusals] : replies);
}

describe('the table of scripts', () => {
  it('names every script, and no other', () => {
    expect(Object.keys(scriptKeys).toSorted()).toEqual(names.toSorted());
  });
});

describe.each(names)('%s', (name) => {
  const text = scriptText(name);

  it('takes as many keys as its header says', () => {
    const keys = paragraph(text, 'KEYS');
    expect(Math.max(...numbersIn(keys))).toBe(scriptKeys[name as ScriptName]);
    const used = [...text.matchAll(/\bKEYS\[(\d+)\]/g)].map(([, digits]) => Number(digits));
    expect(Math.max(0, ...used)).toBeLessThanOrEqual(scriptKeys[name as ScriptName]);
  });

  it('answers with the outcomes of its header, and no other', () => {
    expect([...producedOutcomes(text)].toSorted()).toEqual([...promisedOutcomes(text)].toSorted());
  });

  it('finds all its includes, each once', () => {
    expect(text).not.toMatch(/@include/);
    const own = readFileSync(new URL(`${name}.lua`, folder), 'utf8');
    const wanted = [...own.matchAll(/^-- @include ([a-z-]+)$/gm)].map(([, include]) => include ?? '');
    expect(includes).toEqual(expect.arrayContaining(wanted));
    expect(new Set(wanted).size).toBe(wanted.length);
  });

  it('uses no command that Redis 7.0 lacks', () => {
    const commands = [...text.matchAll(/redis\.call\('([A-Z]+)'/g)].map(([, command]) => command ?? '');
    expect(commands.filter((command) => !commandsOfRedis7.has(command))).toEqual([]);
  });
});

it('every include is used by a script', () => {
  const texts = names.map((name) => readFileSync(new URL(`${name}.lua`, folder), 'utf8')).join('\n');
  expect(includes.filter((include) => !texts.includes(`-- @include ${include}\n`))).toEqual([]);
});

/** What our scripts may call: in Redis since 7.0.0 at the latest (PEXPIRETIME is the youngest), and in Valkey. */
const commandsOfRedis7 = new Set(
  `BITFIELD DEL EXISTS GET GETRANGE HDEL HEXISTS HGET HGETALL HKEYS HLEN HMGET HSET INCR LINDEX LTRIM PEXPIREAT
  PEXPIRETIME RPUSH SET SETRANGE TIME ZADD ZCARD ZCOUNT ZRANGE ZRANGEBYSCORE ZREM ZREMRANGEBYSCORE ZSCORE`.split(
    /\s+/,
  ),
);
