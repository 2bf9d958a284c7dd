import { account } from './session.js';

/**
 * What this tab remembers of a visit, so that a refresh loses nothing: by account and drop. The server decides in the
 * end; each of these only says what to ask it for.
 */
export function keptFor(dropId) {
  const name = (what) => `fairgate.${what}.${account()?.id}.${dropId}`;
  const slot = (storage, what) => ({
    get: () => JSON.parse(storage.getItem(name(what)) ?? 'null'),
    set: (value) => storage.setItem(name(what), JSON.stringify(value)),
    clear: () => storage.removeItem(name(what)),
  });
  return {
    /** `{ lane, rank, firstAhead }` of the place that was taken, null before the draw. Other tabs show the same place. */
    place: slot(localStorage, 'place'),
    /** What was announced of the draw's secret while the lobby was open. */
    commitment: slot(localStorage, 'commitment'),
    /** The admission with its token. */
    admission: slot(sessionStorage, 'admission'),
    /** Shows that something of ours failed during the visit: it may give the turn back. */
    returned: slot(sessionStorage, 'returned'),
    /** `{ holdId, wish, orderKey, extended }`: the same id again is the same hold. */
    hold: slot(sessionStorage, 'hold'),
  };
}
