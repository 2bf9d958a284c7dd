import { Command, type Redis } from 'ioredis';
import { isRedisSilence, RedisSilentError } from './redis-failure.ts';

/** Between two looks whether Redis answers again. Milliseconds. */
const lookAgainMs = 50;

/**
 * Gives each command `timeoutMs`. From the first that was not answered in time, every other is refused at once, until a PING
 * is answered or another connection is made. A request that needs several commands so waits for one of them at most.
 *
 * After an event loop that stood still, timers come before what has arrived meanwhile: so before a command counts as
 * unanswered, the loop reads once more. A process that is slow itself must not take Redis for silent.
 */
export function refuseWhileSilent(redis: Redis, timeoutMs: number): Redis {
  const sendAtOnce = redis.sendCommand.bind(redis);
  let silent = false;

  const send: typeof redis.sendCommand = (command, stream) => {
    let isSettled = false;
    const timer = setTimeout(() => {
      setImmediate(() => isSettled || command.reject(new Error('Command timed out')));
    }, timeoutMs);
    const settle = (): void => {
      isSettled = true;
      clearTimeout(timer);
    };
    command.promise.then(settle, settle);
    return sendAtOnce(command, stream);
  };

  const look = (): void => {
    const ping = new Command('ping', [], { replyEncoding: 'utf8' });
    (send(ping) as Promise<unknown>).then(
      () => {
        silent = false;
      },
      // Refused in an instant while there is no connection; after the time limit while there is one.
      () => silent && setTimeout(look, lookAgainMs).unref(),
    );
  };
  const note = (error: unknown): void => {
    if (silent || !isRedisSilence(error)) return;
    silent = true;
    look();
  };
  redis.on('close', () => {
    silent = false;
  });
  redis.sendCommand = (command: Command, stream) => {
    if (silent && redis.status === 'ready') {
      command.reject(new RedisSilentError());
      return command.promise;
    }
    command.promise.catch(note);
    return send(command, stream);
  };
  return redis;
}
