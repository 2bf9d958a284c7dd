import { createPublicKey } from 'node:crypto';
import type { ApiClient } from '@fairgate/client/create-client.ts';
import { unpackIndexRuns } from '@fairgate/shared/domain/index-runs.ts';
import { decodeGeometry, type SeatGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import type { Show } from '../crowd/fan.ts';

/** What a drop sells, as anybody can read it from the API. */
export async function readShow(
  api: ApiClient,
  drop: { readonly eventId: string; readonly dropId: string; readonly opensMs: number },
): Promise<Show> {
  const { eventId, dropId } = drop;
  const { data: map, error } = await api.GET('/v1/events/{eventId}/seat-map', {
    params: { path: { eventId } },
  });
  if (map === undefined) throw new Error(`the seat map cannot be read: ${JSON.stringify(error)}`);
  const seated =
    map.geometry === null ? [] : decodeGeometry(map.geometry as unknown as SeatGeometry).ticketNumbers;
  const hasSeat = new Set<number>(seated);
  const wantedDrop = map.drops.indexOf(dropId);
  const dropOf = unpackIndexRuns(map.dropOf);
  const seatedCategories = new Set<number>();
  const generalCategories = new Set<number>();
  for (const [number, category] of unpackIndexRuns(map.categoryOf).entries()) {
    if (dropOf[number] !== wantedDrop) continue;
    if (hasSeat.has(number)) seatedCategories.add(category);
    else generalCategories.add(category);
  }
  const idsOf = (indices: ReadonlySet<number>): string[] =>
    map.categories.filter((_, index) => indices.has(index)).map(({ id }) => id);
  return {
    ...drop,
    seatedCategoryIds: idsOf(seatedCategories),
    generalCategoryIds: idsOf(generalCategories),
    ticketKey: await fetchTicketKey(api),
  };
}

async function fetchTicketKey(api: ApiClient): Promise<Show['ticketKey']> {
  const { data, error } = await api.GET('/.well-known/jwks.json');
  const key = data?.keys[0];
  if (key === undefined) throw new Error(`the gateway publishes no key: ${JSON.stringify(error)}`);
  return createPublicKey({ key: { ...key }, format: 'jwk' });
}
