import { giveLobby } from './lobby.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from './on-sale.ts';
import { publishDrop, type TestSale } from './sale.ts';

export interface LobbyOptions extends OnSaleOptions {
  readonly opensInSeconds: number;
  /** So long before the opening the lobby is sealed. */
  readonly sealSeconds: number;
  /** When its draw is due, after the seal. Seconds. */
  readonly drawSeconds: number;
}

/** A drop with a lobby, whose draw is there before anybody hears of the drop. */
export async function putLobbyOnSale(
  { gateway }: TestSale,
  { sealSeconds, drawSeconds, ...options }: LobbyOptions,
): Promise<OnSale> {
  const event = await putOnSale(gateway.database.ownerDatabaseUrl, options);
  const { eventId, dropId } = event;
  const { opensAt } = await gateway.stores.database.drop.update({
    where: { eventId_id: { eventId, id: dropId } },
    data: { sealSeconds },
  });
  const sealsInMs = opensAt.getTime() - sealSeconds * 1000 - Date.now();
  await giveLobby(gateway, event, { sealsInMs, draw: { inMs: sealsInMs + drawSeconds * 1000 } });
  await publishDrop(gateway, event);
  return event;
}
