import type { DropForecast, ForecastQuery } from '@fairgate/shared/contracts/forecast.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type Forecast, forecastSale, stripeRequestsPerOrder } from '@fairgate/shared/domain/forecast.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { withTicketCount } from '../../catalogue/show-drop.ts';

/** How a drop will go by what its vendor expects; tickets, rate and cap are the drop's unless others are asked about. */
export async function forecastDrop(
  database: Database,
  account: Account,
  dropId: string,
  query: ForecastQuery,
): Promise<DropForecast> {
  const drop = await database.drop.findFirst({ where: { id: dropId }, include: withTicketCount });
  if (drop === null) throw new Problem('NOT_FOUND');
  await requireEvent(database, account, drop.eventId, 'read');
  const given = {
    ...query,
    tickets: query.tickets ?? drop._count.tickets,
    ratePerMinute: query.ratePerMinute ?? drop.ratePerMinute,
    shopperCap: query.shopperCap ?? drop.shopperCap,
    claimSeconds: drop.claimSeconds,
    workerPairs: query.workerPairs ?? null,
  };
  const forecast = forecastSale({
    ...given,
    noShowShare: given.noShowPercent / 100,
    buyShare: given.buyPercent / 100,
  });
  return {
    dropId,
    given,
    ...rounded(forecast),
    stripeRequestsPerSecondPeak: tenths((forecast.ordersPerMinutePeak * stripeRequestsPerOrder) / 60),
  };
}

/** Nobody can say more exactly than to a second and to a tenth a minute. */
function rounded(forecast: Forecast): Forecast {
  const { soldOutAfterSeconds } = forecast;
  return {
    ...forecast,
    turnsPerMinute: tenths(forecast.turnsPerMinute),
    admissionsPerMinute: tenths(forecast.admissionsPerMinute),
    ordersPerMinutePeak: tenths(forecast.ordersPerMinutePeak),
    drainSeconds: Math.ceil(forecast.drainSeconds),
    soldOutAfterSeconds: soldOutAfterSeconds === null ? null : Math.ceil(soldOutAfterSeconds),
    worstWaitSeconds: Math.ceil(forecast.worstWaitSeconds),
    medianWaitSeconds: Math.ceil(forecast.medianWaitSeconds),
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
