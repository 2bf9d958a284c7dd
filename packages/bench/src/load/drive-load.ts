import { Client } from 'undici';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Tells the caller which one it was. */
  readonly key?: number;
}

export interface LoadPlan {
  readonly url: string;
  /** Each has one request under way at a time. */
  readonly connections: number;
  /** The next request to send; null: no more. */
  readonly next: () => LoadRequest | null;
  /** Told of every whole answer. @param body empty unless `readsBodies` */
  readonly onAnswer?: (request: LoadRequest, status: number, body: string) => void;
  readonly readsBodies?: boolean;
  readonly signal: AbortSignal;
}

export interface LoadOutcome {
  readonly answers: number;
  /** Answers that were none of 2xx and 3xx, and requests that got none. */
  readonly errors: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
}

const answerMsMax = 30_000;

/** Sends requests over kept connections as fast as they are answered. */
export async function driveLoad(plan: LoadPlan): Promise<LoadOutcome> {
  const clients = Array.from(
    { length: plan.connections },
    () => new Client(plan.url, { pipelining: 1, headersTimeout: answerMsMax, bodyTimeout: answerMsMax }),
  );
  const latenciesMs: number[] = [];
  let errors = 0;
  const startedMs = performance.now();
  const pump = async (client: Client): Promise<void> => {
    for (let request = plan.next(); request !== null && !plan.signal.aborted; request = plan.next()) {
      const sentMs = performance.now();
      const status = await send(client, request, plan);
      latenciesMs.push(performance.now() - sentMs);
      if (status < 200 || status >= 400) errors += 1;
    }
  };
  try {
    await Promise.all(clients.map(pump));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  plan.signal.throwIfAborted();
  const seconds = (performance.now() - startedMs) / 1000;
  return { answers: latenciesMs.length, errors, seconds, latenciesMs };
}

/** The status, or 0 when there was no answer. Without undici's streams, so that a core is left for who answers. */
function send(client: Client, request: LoadRequest, plan: LoadPlan): Promise<number> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    client.dispatch(
      { method: request.method, path: request.path, headers: request.headers },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          if (plan.readsBodies === true) chunks.push(chunk);
        },
        onResponseEnd() {
          plan.onAnswer?.(request, status, Buffer.concat(chunks).toString());
          resolve(status);
        },
        onResponseError: () => resolve(0),
      },
    );
  });
}
