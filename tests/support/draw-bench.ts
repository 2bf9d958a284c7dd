import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLobbyDrawer } from '@fairgate/queue-worker/jobs/draw-lobbies.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { type DrawFactsRow, loadDrawFacts } from '@fairgate/shared/database/draws.ts';
import { grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import { connectFillingRedis, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { type DropPlace, joinWaitingRoom, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach } from 'vitest';
import { createTestGateway, type TestGateway } from './gateway.ts';
import { type OnSale, putOnSale } from './on-sale.ts';

/** A drop whose lobby a test seals and draws step by step: no worker runs but the steps that it takes. */
export interface DrawBench {
  readonly gateway: TestGateway;
  readonly event: OnSale;
  readonly owner: pg.Client;
  readonly keeper: EpochKeeper;
  readonly placeIn: (epoch: number) => DropPlace;
  readonly facts: () => Promise<DrawFactsRow>;
  /** One round of a worker with this environment, which believes in this epoch. */
  readonly drawer: (
    environment?: Readonly<Record<string, string>>,
    epoch?: EpochKeeper,
  ) => () => Promise<void>;
  readonly fillEpoch: () => Promise<void>;
  /** Fills the first epoch and lets indices be given out. */
  readonly openLine: () => Promise<void>;
  /** The index. */
  readonly joinAs: (account: string, epoch?: number) => Promise<number>;
}

const log = pino({ level: 'silent' });

/** A bench of its own for each test of a file. */
export function useDrawBench(): () => DrawBench {
  let bench: DrawBench;
  let close: () => Promise<void>;
  beforeEach(async () => {
    [bench, close] = await openBench();
  });
  afterEach(() => close());
  return () => bench;
}

async function openBench(): Promise<[DrawBench, () => Promise<void>]> {
  const gateway = await createTestGateway();
  const event = await putOnSale(gateway.database.ownerDatabaseUrl);
  const filling = connectFillingRedis(gateway.config.redisUrl, 'test');
  await untilConnected(filling);
  const owner = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
  await owner.connect();
  const { database, redis } = gateway.stores;
  const keeper = createEpochKeeper(database, redis, filling, createLiveDrops(database), log);
  const placeIn = (epoch: number): DropPlace => ({ epoch, eventId: event.eventId, dropId: event.dropId });
  /** The look after the filling knows the Redis that it filled. */
  const fillEpoch = async (): Promise<void> => {
    await keeper.keep();
    await keeper.keep();
  };
  const bench: DrawBench = {
    ...{ gateway, event, owner, keeper, placeIn, fillEpoch },
    async facts() {
      const found = await loadDrawFacts(database, event.dropId);
      if (found === null) throw new Error('no draw');
      return found;
    },
    drawer(environment = {}, epoch = keeper) {
      const variables = { ...gateway.environment, METRICS_PORT: '1', ...environment };
      return createLobbyDrawer({ database, redis, epoch, log }, readConfig('queue-worker', variables));
    },
    async openLine() {
      await fillEpoch();
      await raiseMark(redis, placeIn(1), 0, await grantIndexBlock(database, placeIn(1), 0, 0, 10_000));
    },
    async joinAs(account, epoch = 1) {
      const outcome = await joinWaitingRoom(redis, placeIn(epoch), account, 0);
      if (!('index' in outcome)) throw new Error(JSON.stringify(outcome));
      return outcome.index;
    },
  };
  const close = async (): Promise<void> => {
    await owner.end();
    filling.disconnect();
    await gateway.close();
  };
  return [bench, close];
}
