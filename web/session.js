import { serverNow } from './clock.js';
import { SignInNeeded } from './refusal.js';
import { request } from './request.js';

/**
 * Who is signed in. The access token lives in this page's memory only; what renews it is a cookie that no script can
 * read. localStorage keeps no secret: it says that a cookie may be there, which saves strangers a call that must fail.
 */
const markName = 'fairgate.signed-in';
/** A token that is about to end is renewed before it is refused. */
const renewBeforeMs = 20_000;

let session = null;
let renewing = null;
const listeners = new Set();

export function account() {
  return session?.account ?? null;
}

export function onSessionChange(listener) {
  listeners.add(listener);
}

/** A bearer token that is good for a while; renews the session where needed. Throws SignInNeeded. */
export async function accessToken({ fresh = false } = {}) {
  const isOld = session === null || Date.parse(session.accessExpiresAt) - serverNow() < renewBeforeMs;
  if (fresh || isOld) await renew();
  return session.accessToken;
}

/** Goes on with the session of an earlier visit, if there is one. */
export async function restoreSession() {
  if (localStorage.getItem(markName) === null) return;
  try {
    await renew();
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error;
  }
}

/** One renewal at a time, however many calls found the token old. */
function renew() {
  renewing ??= request('POST', '/v1/sessions/renew', { body: {} })
    .then(keep)
    .catch((error) => {
      if (error.status !== 401) throw error;
      keep(null);
      throw new SignInNeeded();
    })
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

export async function signIn(email, password) {
  keep(await request('POST', '/v1/sessions', { body: { email, password } }));
}

export async function signUp(name, email, password) {
  keep(await request('POST', '/v1/accounts', { body: { name, email, password } }));
}

export async function signOut() {
  await request('DELETE', '/v1/sessions', { body: {} });
  sessionStorage.clear();
  keep(null);
}

function keep(next) {
  // Another tab signed somebody else in: nothing on this page is theirs.
  if (session !== null && next !== null && next.account.id !== session.account.id) location.reload();
  session = next;
  if (next === null) localStorage.removeItem(markName);
  else localStorage.setItem(markName, 'yes');
  for (const listener of listeners) listener();
}
