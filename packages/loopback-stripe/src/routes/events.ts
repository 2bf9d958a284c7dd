import { renderEvent } from '../events/render-event.ts';
import { readList, readText, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { refuseMissing } from '../refusal.ts';

export const eventRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v1/events', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/events/:id', callers: 'secret', handle: retrieve },
];

function list({ form, context }: ApiCall): ApiResult {
  refuseUnknown(
    form,
    ['limit', 'starting_after', 'ending_before', 'created', 'type', 'types'],
    ['delivery_success'],
  );
  const type = readText(form, 'type');
  const types = type === undefined ? readList(form, 'types') : [type];
  const matches = (event: { type: string }) =>
    types === undefined || types.some((wanted) => fits(event.type, wanted));
  const page = listPage(context.store.events, form, { url: '/v1/events', kind: 'event', matches });
  return { body: { ...page, data: page.data.map(renderEvent) } };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  const id = params.id ?? '';
  const event = context.store.events.get(id);
  if (event === undefined) throw refuseMissing('event', id, 'id');
  return { body: renderEvent(event) };
}

/** `charge.*` stands for every event of charges. */
function fits(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
