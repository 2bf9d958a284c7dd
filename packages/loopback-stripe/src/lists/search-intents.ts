import type { FormTree } from '../form/decode-form.ts';
import { readText } from '../form/read-parameters.ts';
import { refuseParameter } from '../refusal.ts';
import type { PaymentIntent } from '../shapes.ts';
import { readLimit } from './list-page.ts';
import { parseSearch } from './search-query.ts';

export interface SearchBody {
  readonly object: 'search_result';
  readonly data: readonly PaymentIntent[];
  readonly has_more: boolean;
  readonly next_page: string | null;
  readonly url: string;
}

/** One page of a search. The page token says how many were shown before. */
export function searchIntents(visible: readonly PaymentIntent[], form: FormTree): SearchBody {
  const matches = parseSearch(readText(form, 'query') ?? '');
  const limit = readLimit(form);
  const from = readPage(form);
  const found = visible.filter(matches);
  const data = found.slice(from, from + limit);
  const hasMore = found.length > from + limit;
  return {
    object: 'search_result',
    data,
    has_more: hasMore,
    next_page: hasMore ? `page_${from + limit}` : null,
    url: '/v1/payment_intents/search',
  };
}

function readPage(form: FormTree): number {
  const page = readText(form, 'page');
  if (page === undefined) return 0;
  const from = /^page_(\d{1,9})$/.exec(page)?.[1];
  if (from === undefined) throw refuseParameter(undefined, `Invalid page token: ${page}`, 'page');
  return Number(from);
}
