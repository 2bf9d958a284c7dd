import type { Dispatcher } from 'undici';

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Tells the caller which one it was. */
  readonly key?: number;
}

export interface LoadAnswer {
  /** 0: there was no answer. */
  readonly status: number;
  readonly body: string;
}

/** Asks without undici's streams, so that a core is left for who answers. @param readsBody else it is thrown away */
export function ask(dispatcher: Dispatcher, request: LoadRequest, readsBody = true): Promise<LoadAnswer> {
  const { method, path, headers, body } = request;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    dispatcher.dispatch(
      { method, path, headers, ...(body !== undefined && { body }) },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          if (readsBody) chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks).toString() }),
        onResponseError: (_controller, error) => resolve({ status: 0, body: error.message }),
      },
    );
  });
}

/** Anything else is an error of the one who answers, or no answer. */
export function isGood({ status }: LoadAnswer): boolean {
  return status >= 200 && status < 400;
}
