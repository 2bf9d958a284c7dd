import { setTimeout as sleep } from 'node:timers/promises';
import { ask, codeOf, type Shopper } from './shopper.ts';

const againMs = 200;

/** Joins the line and comes in; answers with the admission's token, or null when that was not to be. */
export async function comeIn(shopper: Shopper): Promise<string | null> {
  const params = { path: { dropId: shopper.venue.show.dropId } };
  while (Date.now() < shopper.untilMs) {
    const joined = await ask(shopper, (api) => api.POST('/v1/drops/{dropId}/entries', { params }));
    const placeTicket = joined.answer?.data?.placeTicket;
    if (placeTicket === undefined) {
      await sleep(againMs);
      continue;
    }
    const { answer } = await ask(shopper, (api) =>
      api.POST('/v1/drops/{dropId}/admissions', { params, body: { placeTicket } }),
    );
    if (answer?.data !== undefined) return answer.data.token;
    // A turn that was used ends a visit; all else is worth another try, from the joining on.
    if (codeOf(answer) === 'DROP_CLOSED') return null;
    await sleep(againMs);
  }
  return null;
}

export async function leave(shopper: Shopper, admission: string): Promise<void> {
  const params = {
    path: { dropId: shopper.venue.show.dropId },
    header: { 'fairgate-admission': admission },
  };
  await ask(shopper, (api) => api.DELETE('/v1/drops/{dropId}/admissions', { params }));
}
