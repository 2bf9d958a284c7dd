import type { Admission, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { type Answer, createFans, type Fan } from './fan.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from './on-sale.ts';
import { publishDrop, type TestSale } from './sale.ts';

/** A drop on sale, with its path in the API, and customers for it. */
export interface LineScene {
  readonly event: OnSale;
  readonly drop: string;
  readonly fans: readonly Fan[];
}

export async function openLine(
  sale: TestSale,
  fansCount: number,
  options: OnSaleOptions = {},
): Promise<LineScene> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, options);
  await publishDrop(sale.gateway, event);
  return { event, drop: `/v1/drops/${event.dropId}`, fans: await createFans(sale.gateway, fansCount) };
}

export async function joinLine({ drop }: Pick<LineScene, 'drop'>, fan: Fan): Promise<Entry> {
  return (await fan.call<Entry>('POST', `${drop}/entries`)).body;
}

/** @param how a moveCode, or takeOver @param device what the device calls itself, as headers */
export function comeIn(
  { drop }: Pick<LineScene, 'drop'>,
  fan: Fan,
  { placeTicket }: Entry,
  how: object = {},
  device: Record<string, string> = {},
): Promise<Answer<Admission>> {
  return fan.call<Admission>('POST', `${drop}/admissions`, { placeTicket, ...how }, device);
}
