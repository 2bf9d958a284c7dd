import { type Call, maybeDone } from './calls.ts';

/** What somebody asked to be taken from its holders, and may have been. */
export interface Takings {
  /** Of an order one ticket, or any when it is not given. */
  readonly isWished: (orderId: string, ticket?: number) => boolean;
}

/** Refunds, and disputes, which are noted as such, name their order and its tickets; a calling off takes everything. */
export function takingsOf(calls: readonly Call[]): Takings {
  const isCalledOff = maybeDone(calls, 'callOff').length > 0;
  const byOrder = Map.groupBy(maybeDone(calls, 'refund'), ({ invoke }) => invoke.orderId ?? '');
  return {
    isWished: (orderId, ticket) =>
      isCalledOff ||
      (byOrder.get(orderId) ?? []).some(
        ({ invoke }) => ticket === undefined || (invoke.tickets ?? []).includes(ticket),
      ),
  };
}
