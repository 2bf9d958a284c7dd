import { planDraw } from '@fairgate/gateway/catalogue/draw-plan.ts';
import { createDrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from './on-sale.ts';
import { publishDrop, type TestSale } from './sale.ts';

export interface LobbyOptions extends OnSaleOptions {
  readonly opensInSeconds: number;
  /** So long before the opening the lobby is sealed. */
  readonly sealSeconds: number;
  /** When its draw is due, after the seal. Seconds. */
  readonly drawSeconds: number;
}

/** A drop with a lobby: its draw is planned as the catalogue's routes do it, before anybody hears of the drop. */
export async function putLobbyOnSale(
  { gateway }: TestSale,
  { sealSeconds, drawSeconds, ...options }: LobbyOptions,
): Promise<OnSale> {
  const event = await putOnSale(gateway.database.ownerDatabaseUrl, options);
  const { eventId, dropId } = event;
  const { database } = gateway.stores;
  const { opensAt } = await database.drop.update({
    where: { eventId_id: { eventId, id: dropId } },
    data: { sealSeconds },
  });
  const { beaconChain: chain, encryptionKey } = gateway.config;
  const setup = { chain, secretBox: createDrawSecretBox(encryptionKey) };
  const draw = planDraw(setup, dropId, { opensAt, sealSeconds }, Date.now());
  if (draw === null) throw new Error('it opens too soon for a lobby');
  const beaconAt = new Date(draw.sealAt.getTime() + drawSeconds * 1000);
  await database.draw.create({ data: { eventId, dropId, ...draw, beaconAt } });
  await publishDrop(gateway, event);
  return event;
}
