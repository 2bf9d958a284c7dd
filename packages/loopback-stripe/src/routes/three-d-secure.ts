import type { FastifyInstance, FastifyReply } from 'fastify';
import { methodOf } from '../cards/read-payment-method.ts';
import { decodeForm } from '../form/decode-form.ts';
import { type ApiContext, clockMs, momentOf } from '../http/api-context.ts';
import { authenticationUrl, finishAuthentication } from '../intents/confirm-intent.ts';
import { newId } from '../new-id.ts';
import type { PaymentIntent } from '../shapes.ts';
import { lineOf } from '../store/store.ts';

interface AttemptParams {
  readonly intent: string;
  readonly attempt: string;
}

/** The bank's page: shows the amount, and lets the customer approve or fail the authentication. */
export function registerThreeDSecure(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Params: AttemptParams }>('/3ds/:intent/:attempt', async (request, reply) => {
    const intent = waitingIntent(context, request.params);
    if (intent === undefined) return showPage(reply, 404, nothingToDo);
    return showPage(reply, 200, questionPage(intent));
  });
  app.post<{ Params: AttemptParams }>('/3ds/:intent/:attempt', async (request, reply) => {
    const intent = waitingIntent(context, request.params);
    const method = intent === undefined ? undefined : methodOf(context.store, intent);
    if (intent === undefined || method === undefined) return showPage(reply, 404, nothingToDo);
    const form = decodeForm(typeof request.body === 'string' ? request.body : '');
    const step = finishAuthentication(intent, method, form.outcome === 'approve', momentOf(context));
    const { endpointsFor } = context.webhooks;
    await context.store.commit(
      lineOf(step.change, { atMs: clockMs(context), newId, request: null, endpointsFor }),
    );
    const back = intent.next_action?.redirect_to_url?.return_url ?? null;
    if (back === null) return showPage(reply, 200, page('<p>You can close this page.</p>'));
    return reply.redirect(returnAddress(back, step.intent), 303);
  });
}

function waitingIntent(context: ApiContext, params: AttemptParams): PaymentIntent | undefined {
  const intent = context.store.intents.get(params.intent);
  const url = intent === undefined ? null : authenticationUrl(intent);
  return url?.endsWith(`/3ds/${params.intent}/${params.attempt}`) === true ? intent : undefined;
}

/** The return URL with what Stripe adds to it. */
function returnAddress(back: string, intent: PaymentIntent): string {
  const url = new URL(back);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.last_payment_error === null ? 'succeeded' : 'failed');
  return url.toString();
}

const nothingToDo = page('<p>There is nothing to authenticate here any more.</p>');

function questionPage(intent: PaymentIntent): string {
  return page(`<p>Your bank asks: do you want to pay <strong>${(intent.amount / 100).toFixed(2)}
${intent.currency.toUpperCase()}</strong>?</p>
<form method="post">
<button name="outcome" value="approve" id="approve">Approve</button>
<button name="outcome" value="fail" id="fail">Fail authentication</button>
</form>`);
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>3-D Secure (loopback)</title>
<meta name="viewport" content="width=device-width"><h1>3-D Secure test page</h1>
${body}</html>`;
}

function showPage(reply: FastifyReply, status: number, html: string) {
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}
