import type { ApiOptions } from '@fairgate/client/create-client.ts';
import type { Dispatcher } from 'undici';

/** What of a request openapi-fetch and its middlewares touch. */
class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;

  constructor(url: string, init: { method: string; headers: Headers; body?: string }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body ?? null;
  }
}

/** What of an answer they touch. */
class LightResponse {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly #body: Dispatcher.ResponseData['body'];

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData) {
    this.status = statusCode;
    this.#body = body;
    this.headers = {
      get(name) {
        const value = headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    };
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  text(): Promise<string> {
    return this.#body.text();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.#body.text());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#body.arrayBuffer();
  }
}

/**
 * Sends the typed client's requests over a pool of kept sockets, without the platform's fetch and its streams: thousands
 * of fans share one process with little of a core.
 */
export function lightTransport(pool: Dispatcher): NonNullable<ApiOptions['transport']> {
  const send = async (request: unknown): Promise<LightResponse> => {
    const { url, method, headers, body } = request as LightRequest;
    const { pathname, search, origin } = new URL(url);
    const answer = await pool.request({
      origin,
      path: pathname + search,
      method: method as Dispatcher.HttpMethod,
      headers: Object.fromEntries(headers),
      body,
    });
    // An answer without a body must be read to its end all the same, or its socket is not free.
    if (answer.statusCode === 204 || answer.statusCode === 304) await answer.body.dump();
    return new LightResponse(answer);
  };
  return { fetch: send, Request: LightRequest } as unknown as NonNullable<ApiOptions['transport']>;
}
