import { endWhenUnread } from '@fairgate/shared/process/end-when-unread.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted by the first signal that asks this process to stop, and when the process that started it is gone.
 * Every program that is started at a terminal begins with it, so it also sees to the end of who reads the output.
 */
export function stopSignal(): AbortSignal {
  endWhenUnread();
  const controller = new AbortController();
  // A repeated Ctrl-C changes nothing: the stop is on its way and takes ten seconds at most.
  for (const signal of STOP_SIGNALS) process.on(signal, () => controller.abort());
  if (process.connected) {
    process.once('disconnect', () => controller.abort());
    process.channel?.unref();
  }
  return controller.signal;
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
