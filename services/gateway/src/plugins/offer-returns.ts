import { invariant } from '@fairgate/shared/invariant.ts';
import { signReturn } from '@fairgate/shared/tokens/return-ticket.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerOf } from '../routes/admission-bearer.ts';
import type { AdmissionTokens } from '../sale/admission-token.ts';

/**
 * Whoever is in the shop and meets a fault of ours is told so in a way that can be shown later: should the visit end without
 * an order, the turn comes back (see use-cases/take-return). Needs no store.
 * @param secrets the first signs
 */
export function offerReturns(
  app: FastifyInstance,
  tokens: AdmissionTokens,
  secrets: readonly Uint8Array[],
): void {
  const [secret] = secrets;
  invariant(secret !== undefined, 'PLACE_SECRET holds a secret');
  app.addHook('onSend', async (request, reply, payload) => {
    // Holds and orders alone: nobody makes the rest fail on purpose to come in again.
    if (
      reply.statusCode < 500 ||
      request.account === null ||
      request.routeOptions.config.limit !== 'shopping'
    )
      return payload;
    const accountId = request.account.id;
    const dropId = dropOf(request);
    if (dropId === null) return payload;
    const admission = await tokens
      .prove(bearerOf({ headers: request.headers as AdmissionHeaders }), accountId, dropId)
      .catch(() => null);
    if (admission !== null) {
      const failedAt = Math.floor(Date.now() / 1_000);
      reply.header(
        'fairgate-return',
        signReturn({ admissionId: admission.admissionId, accountId, failedAt }, secret),
      );
    }
    return payload;
  });
}

type AdmissionHeaders = Parameters<typeof bearerOf>[0]['headers'];

/** The drop in whose shop the request was made. */
function dropOf({ params }: FastifyRequest): string | null {
  const { dropId } = params as { readonly dropId?: unknown };
  return typeof dropId === 'string' ? dropId : null;
}
