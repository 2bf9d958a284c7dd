/** This browser as something that notices can be pushed to. Nothing is asked of the person but in `subscribe`. */

const worker = '/service-worker.js';

/** Why this browser is not pushed to: `blocked` by its settings, `dismissed` by the person, or `failed`. */
export class PushRefused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** `unsupported`, `blocked`, or `ready`: then the person may be asked. */
export function pushAbility() {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'unsupported';
  return Notification.permission === 'denied' ? 'blocked' : 'ready';
}

/** Tells the service worker what this page shows, so that a notice that is pressed leads to a page that is open already. */
export function answerWorker() {
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }) => {
    if (data === 'where') ports[0]?.postMessage(location.href.split('?')[0]);
  });
}

/** The id of this browser among an account's devices; null: it has no subscription. */
export async function ownDevice() {
  if (pushAbility() === 'unsupported') return null;
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const subscription = await registration?.pushManager.getSubscription();
  return subscription == null ? null : deviceOf(subscription.endpoint);
}

/**
 * Asks the person, and the browser's maker for a subscription: `{ device, push }`, the id and what the API is sent. Throws
 * PushRefused. Only ever called when the person pressed for it.
 */
export async function subscribe(pushKey) {
  const answer = await Notification.requestPermission();
  if (answer !== 'granted') throw new PushRefused(answer === 'denied' ? 'blocked' : 'dismissed');
  try {
    await navigator.serviceWorker.register(worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    const { endpoint, keys } = (await subscriptionFor(pushManager, pushKey)).toJSON();
    return { device: await deviceOf(endpoint), push: { endpoint, keys } };
  } catch {
    throw new PushRefused('failed');
  }
}

async function subscriptionFor(pushManager, pushKey) {
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(pushKey) };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    // One of an earlier key of ours: it is of no use any more.
    if (error.name !== 'InvalidStateError') throw error;
    const old = await pushManager.getSubscription();
    await old?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** SHA-256 of the endpoint as base64url. */
async function deviceOf(endpoint) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
}

function bytesOf(base64url) {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
