import { expect, it } from 'vitest';
import { isRedisFailure, RedisSilentError } from './redis-failure.ts';

const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });

it.each<[string, unknown, boolean]>([
  ['out of memory', reply("OOM command not allowed when used memory > 'maxmemory'."), true],
  ['a replica', reply("READONLY You can't write against a read only replica."), true],
  [
    'a replica, from inside a script of Redis 6',
    reply('ERR Error running script: -READONLY You can’t write'),
    true,
  ],
  ['a full disk', reply('MISCONF Errors writing to the AOF file: No space left on device'), true],
  ['loading', reply('LOADING Redis is loading the dataset in memory'), true],
  ['a command that timed out', new Error('Command timed out'), true],
  ['a lost connection', new Error('Connection is closed.'), true],
  ['known to be silent', new RedisSilentError(), true],
  ['a wrong type, which is a fault of ours', reply('WRONGTYPE Operation against a key'), false],
  ['a broken script', reply('ERR user_script:1: attempt to index a nil value'), false],
  ['anything else', new TypeError('no'), false],
])('%s', (_name, error, away) => {
  expect(isRedisFailure(error)).toBe(away);
});
