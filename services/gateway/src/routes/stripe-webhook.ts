import { problems } from '@fairgate/shared/contracts/common.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { receiveStripeEvent, type WebhookStores } from '../use-cases/receive-stripe-event.ts';

/** Stripe's largest events are far smaller. */
const webhookBytesMax = 512 * 1024;

export const stripeWebhookRoute: FastifyPluginAsyncTypebox<{ stores: WebhookStores }> = async (
  app,
  { stores },
) => {
  // The signature is over the bytes as they came: nothing may parse them before.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: webhookBytesMax }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    '/v1/stripe/webhook',
    {
      config: { policy: 'signature', limit: 'machine', shedLast: true },
      bodyLimit: webhookBytesMax,
      schema: {
        operationId: 'receiveStripeEvent',
        summary: "Stripe's webhook",
        tags: ['machines'],
        response: { 200: Type.Object({ received: Type.Boolean() }), ...problems() },
      },
    },
    async (request) => {
      const signature = request.headers['stripe-signature'];
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await receiveStripeEvent(stores, body, typeof signature === 'string' ? signature : undefined);
      return { received: true };
    },
  );
};
