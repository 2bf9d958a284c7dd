import { setTimeout as sleep } from 'node:timers/promises';

/** What the harness itself needs of a system that it breaks is asked again while that may still come back. */
export async function patiently<T>(
  work: () => Promise<T>,
  { tries, pauseMs }: { readonly tries: number; readonly pauseMs: number },
): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await work();
    } catch (error) {
      if (made === tries) throw error;
      await sleep(pauseMs);
    }
  }
}
