import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './openapi.d.ts';

/** A refusal: `code` is stable, `status`, `title` and `advice` go with it, further members are facts of the case. */
export type ApiProblem = components['schemas']['Problem'];

/** The API's methods by path, as openapi-fetch has them: each answers with `data`, or with `error`, an ApiProblem. */
export type ApiClient = Client<
  paths,
  'application/json' | 'application/problem+json' | 'application/octet-stream'
>;

export interface ApiOptions {
  /** Where the gateway is; its own origin in a browser. */
  readonly baseUrl: string;
  /** The access token, asked for at each request; null while nobody is signed in. */
  readonly token?: () => string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another way to send than the platform's own fetch. */
  readonly transport?: Required<Pick<ClientOptions, 'fetch' | 'Request'>>;
}

/** An answer from somewhere between us and the gateway: an error status without a problem. */
export class AnswerNotDescribed extends Error {
  override readonly name = 'AnswerNotDescribed';
  readonly status: number;

  constructor(url: string, status: number) {
    super(`${url} answered ${status} without saying why`);
    this.status = status;
  }
}

/**
 * A typed client of the API. A refusal is a value (`error`), never thrown; what throws is a lost connection, and an
 * error status that is no problem of ours (AnswerNotDescribed).
 */
export function createClient({ baseUrl, token, headers, transport }: ApiOptions): ApiClient {
  const client: ApiClient = createFetchClient({
    baseUrl,
    ...(headers && { headers: { ...headers } }),
    ...transport,
  });
  client.use({
    onRequest({ request }) {
      const present = token?.() ?? null;
      if (present !== null) request.headers.set('authorization', `Bearer ${present}`);
    },
    onResponse({ request, response }) {
      const kind = response.headers.get('content-type') ?? '';
      if (response.status >= 400 && !kind.startsWith('application/problem+json'))
        throw new AnswerNotDescribed(request.url, response.status);
    },
  });
  return client;
}
