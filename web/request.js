import { noteServerTime } from './clock.js';
import { deviceName } from './device.js';
import { offline, refusalIn } from './refusal.js';

/**
 * One request to the gateway. Gives the parsed JSON, bytes for `binary`, or null for an answer without a body; throws a
 * Refusal otherwise.
 */
export async function request(method, path, { body, headers = {}, signal, binary = false } = {}) {
  const sentMs = Date.now();
  let response;
  try {
    response = await fetch(path, {
      method,
      signal: signal ?? null,
      // A cached status would be an old one; the gateway answers 304 where nothing changed.
      cache: 'no-cache',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(path.startsWith('/v1/drops/') ? { 'fairgate-device': deviceName() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
  // An answer that a cache kept carries the time at which it was made.
  if (!response.headers.has('age')) noteServerTime(response.headers.get('date'), sentMs, Date.now());
  if (!response.ok) throw await refusalIn(response);
  try {
    if (binary) return new Uint8Array(await response.arrayBuffer());
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
}
