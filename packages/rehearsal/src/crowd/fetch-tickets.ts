import { verifyTicketCode } from '@fairgate/shared/tokens/ticket-code.ts';
import { ask, Surprise, surprise } from './ask.ts';
import type { Fan, KnownOrder } from './fan.ts';

/** Fetches the tickets of a paid order and checks each as a gate would. */
export async function fetchTickets(fan: Fan, order: KnownOrder): Promise<void> {
  const { show, memory, tally } = fan;
  const answer = await ask(fan, 'tickets', () =>
    fan.api.GET('/v1/tickets', { params: { query: { limit: 100 } } }),
  );
  if (answer.data === undefined) throw surprise('tickets', answer);
  const own = answer.data.items.filter((ticket) => ticket.orderId === order.orderId);
  const numbers = own.map((ticket) => ticket.number).sort((a, b) => a - b);
  if (String(numbers) !== String([...order.tickets].sort((a, b) => a - b)))
    throw new Surprise(`order ${order.orderId} of tickets ${order.tickets} gave ${numbers}`);
  for (const { number, version, code } of own) {
    const genuine = code === null ? null : verifyTicketCode(code, show.ticketKey);
    if (genuine?.eventId !== show.eventId || genuine.number !== number || genuine.version !== version)
      throw new Surprise(`ticket ${number} has no genuine code: ${code}`);
    memory.tickets.add(number);
  }
  tally.ticketsBought += own.length;
  tally.paidAtMs.push(Date.now());
}
