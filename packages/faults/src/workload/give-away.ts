import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { ask, type Shopper } from './shopper.ts';

const lookMs = 200;

/** A ticket as its holder sees it, once its code is there; null when that does not come. */
export async function ticketOf(holder: Shopper, number: number) {
  while (Date.now() < holder.untilMs) {
    const { answer } = await ask(holder, (api) =>
      api.GET('/v1/tickets', { params: { query: { limit: 100 } } }),
    );
    const ticket = answer?.data?.items.find((one) => one.number === number);
    if (ticket?.code != null) return ticket;
    await sleep(lookMs);
  }
  return null;
}

/** Offers a ticket to an address; the transfer's id, or null. */
export async function offerTicket(giver: Shopper, number: number): Promise<string | null> {
  const ticket = await ticketOf(giver, number);
  if (ticket === null) return null;
  const params = {
    path: { eventId: giver.venue.show.eventId, number },
    header: { 'idempotency-key': randomUUID(), 'if-match': `"v${ticket.version}"` },
  };
  const { answer } = await ask(giver, (api) =>
    api.POST('/v1/events/{eventId}/tickets/{number}/transfers', {
      params,
      body: { toEmail: 'friend@faults.example' },
    }),
  );
  return answer?.data?.transferId ?? null;
}

/** Takes or declines an offer with the code of its mail. The history says so of the giver, who may no longer have it. */
export async function answerOffer(
  stack: FaultStack,
  giver: Shopper,
  receiver: Shopper,
  offer: { readonly transferId: string; readonly number: number },
  how: 'acceptance' | 'refusal',
): Promise<void> {
  const key = new Uint8Array(Buffer.from(stack.secrets.encryptionKey, 'base64url'));
  const code = createTransferCodes(key).codeOf(offer.transferId);
  const params = { path: { transferId: offer.transferId } };
  if (how === 'refusal') {
    await ask(receiver, (api) => api.POST('/v1/transfers/{transferId}/refusal', { params, body: { code } }));
    return;
  }
  const act = {
    ...({
      act: 'transfer',
      id: offer.transferId,
      account: giver.account,
      receiver: receiver.account,
    } as const),
    tickets: [offer.number],
  };
  giver.history.add({ ...act, type: 'invoke' });
  const { answer, wasLost } = await ask(receiver, (api) =>
    api.POST('/v1/transfers/{transferId}/acceptance', { params, body: { code } }),
  );
  const type = answer?.data !== undefined ? 'ok' : answer === null || wasLost ? 'info' : 'fail';
  giver.history.add({ ...act, type });
}

/** The gate lets a ticket in, and out again as a mistake. true: both were answered. */
export async function enterAndLeave(gate: Shopper, code: string, number: number): Promise<boolean> {
  const { eventId } = gate.venue.show;
  const entered = await ask(gate, (api) =>
    api.POST('/v1/events/{eventId}/check-ins', { params: { path: { eventId } }, body: { code } }),
  );
  const left = await ask(gate, (api) =>
    api.DELETE('/v1/events/{eventId}/check-ins/{number}', {
      params: { path: { eventId, number } },
      body: { reason: 'scanned by mistake' },
    }),
  );
  return entered.answer !== null && left.answer !== null;
}
