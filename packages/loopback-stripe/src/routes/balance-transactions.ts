import { readText, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { refuseMissing } from '../refusal.ts';
import type { BalanceTransaction } from '../shapes.ts';

export const balanceTransactionRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v1/balance_transactions', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/balance_transactions/:id', callers: 'secret', handle: retrieve },
];

function list({ form, context }: ApiCall): ApiResult {
  const fields = ['limit', 'starting_after', 'ending_before', 'created', 'source', 'type', 'currency'];
  refuseUnknown(form, fields, ['payout']);
  const source = readText(form, 'source');
  const type = readText(form, 'type');
  const currency = readText(form, 'currency');
  const matches = (one: BalanceTransaction) =>
    (source === undefined || one.source === source) &&
    (type === undefined || one.type === type) &&
    (currency === undefined || one.currency === currency);
  const request = { url: '/v1/balance_transactions', kind: 'balance transaction', matches };
  return { body: listPage(context.store.transactions, form, request) };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  const id = params.id ?? '';
  const transaction = context.store.transactions.get(id);
  if (transaction === undefined) throw refuseMissing('balance transaction', id, 'id');
  return { body: transaction };
}
