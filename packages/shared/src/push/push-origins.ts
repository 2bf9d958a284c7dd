import { isIP } from 'node:net';

/** Where notices may be pushed to, such as `https://push.example.org` or `https://*.push.example.org`. */
export type PushOrigin = string;

/** The services of Chrome, Firefox, Edge and Safari. */
export const knownPushOrigins = [
  'https://fcm.googleapis.com',
  'https://updates.push.services.mozilla.com',
  'https://*.notify.windows.com',
  'https://web.push.apple.com',
].join(',');

const anyBelow = 'https://*.';
const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];
const hostPattern = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const localName = /\.(localhost|local|internal|intranet|lan|home|arpa)$/;

/** Throws an Error that says what is wrong. Plain http is for a service on this very machine, as tests have it. */
export function readPushOrigin(text: string): PushOrigin {
  const plain = text.startsWith(anyBelow) ? text.replace('*.', '') : text;
  const parsed = URL.canParse(plain) ? new URL(plain) : null;
  if (parsed === null || parsed.origin !== plain || !mayBeAllowed(parsed))
    throw new Error('must be origins such as https://push.example.org, separated by commas');
  return text;
}

function mayBeAllowed({ protocol, hostname }: URL): boolean {
  if (protocol === 'http:') return loopbackHosts.includes(hostname);
  return (
    protocol === 'https:' && isIP(hostname) === 0 && hostPattern.test(hostname) && !localName.test(hostname)
  );
}

/**
 * Whether an endpoint that a browser sent may be called: its origin is one of those, port included, and it carries no
 * password and no fragment. So nobody makes us call an address of theirs, or of our own network.
 */
export function isPushEndpoint(endpoint: string, origins: readonly PushOrigin[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, protocol, hostname, username, password, hash } = new URL(endpoint);
  if (username !== '' || password !== '' || hash !== '') return false;
  const isNamed = protocol === 'https:' && hostPattern.test(hostname);
  return origins.some((allowed) =>
    allowed.startsWith(anyBelow)
      ? isNamed && origin.endsWith(allowed.slice(anyBelow.length - 1))
      : origin === allowed,
  );
}
