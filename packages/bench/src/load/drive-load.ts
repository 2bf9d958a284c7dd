import { Client } from 'undici';
import { ask, isGood, type LoadAnswer, type LoadRequest } from './ask.ts';

export interface LoadPlan {
  readonly url: string;
  /** Each has one request under way at a time. */
  readonly connections: number;
  /** The next request to send; null: no more. */
  readonly next: () => LoadRequest | null;
  /** Told of every answer, with its body; without it bodies are thrown away. */
  readonly onAnswer?: (request: LoadRequest, answer: LoadAnswer) => void;
  readonly signal: AbortSignal;
}

export interface LoadOutcome {
  readonly answers: number;
  /** Answers that were none of 2xx and 3xx, and requests that got none. */
  readonly errors: number;
  readonly seconds: number;
}

const answerMsMax = 30_000;

/** Sends requests over kept connections as fast as they are answered. */
export async function driveLoad(plan: LoadPlan): Promise<LoadOutcome> {
  const clients = Array.from(
    { length: plan.connections },
    () => new Client(plan.url, { pipelining: 1, headersTimeout: answerMsMax, bodyTimeout: answerMsMax }),
  );
  let [answers, errors] = [0, 0];
  const startedMs = performance.now();
  const pump = async (client: Client): Promise<void> => {
    for (let request = plan.next(); request !== null && !plan.signal.aborted; request = plan.next()) {
      const answer = await ask(client, request, plan.onAnswer !== undefined);
      plan.onAnswer?.(request, answer);
      answers += 1;
      if (!isGood(answer)) errors += 1;
    }
  };
  try {
    await Promise.all(clients.map(pump));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  plan.signal.throwIfAborted();
  return { answers, errors, seconds: (performance.now() - startedMs) / 1000 };
}
