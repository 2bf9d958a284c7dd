import { Agent, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { webhookConcurrencyMax, webhookTimeoutMs } from '../limits.ts';

export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Posts signed events over connections of its own. */
export class WebhookPoster {
  readonly #plain = new Agent({ keepAlive: true, maxSockets: webhookConcurrencyMax });
  readonly #secure = new SecureAgent({ keepAlive: true, maxSockets: webhookConcurrencyMax });

  /** Never throws: whatever goes wrong is a failed attempt. */
  post(url: string, payload: string, signature: string): Promise<PostOutcome> {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const send = isSecure ? requestHttps : requestHttp;
    const agent = isSecure ? this.#secure : this.#plain;
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(payload),
      'stripe-signature': signature,
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    };
    return new Promise((resolve) => {
      const request = send(
        target,
        { method: 'POST', headers, agent, timeout: webhookTimeoutMs },
        (response) => {
          response.resume();
          response.once('error', (error) => resolve({ kind: 'failed', reason: error.message }));
          response.once('end', () => resolve({ kind: 'answered', status: response.statusCode ?? 0 }));
        },
      );
      request.once('timeout', () => request.destroy(new Error('no answer in time')));
      request.once('error', (error) => resolve({ kind: 'failed', reason: error.message }));
      request.end(payload);
    });
  }

  /** Ends all connections; posts under way fail. */
  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}
