import { describe, expect, it } from 'vitest';
import { isPushEndpoint, knownPushOrigins, readPushOrigin } from './push-origins.ts';

const known = knownPushOrigins.split(',').map(readPushOrigin);

describe('an endpoint that a browser sent', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/dpH5lCsTSSM:APA91bHqjZxM0VImWWqDRN7U0a3AycjUf4O',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk',
    'https://web.push.apple.com/QGuQyavXutnMn',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2f%3d',
    'https://fcm.googleapis.com:443/fcm/send/x',
  ])('is called at a service that is known: %s', (endpoint) => {
    expect(isPushEndpoint(endpoint, known)).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/x',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com',
    'https://fcm.googleapis.com@evil.example/x',
    'https://user:password@fcm.googleapis.com/x',
    'https://fcm.googleapis.com/x#fragment',
    'https://fcm.googleapis.com./x',
    'https://notify.windows.com/w',
    'https://evilnotify.windows.com/w',
    'https://.notify.windows.com/w',
    'https://a.notify.windows.com.evil.example/w',
    'https://a.notify.windows.com:444/w',
    'http://a.notify.windows.com/w',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://[::1]/x',
    'https://localhost/x',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'fcm.googleapis.com',
    '',
  ])('is refused anywhere else: %s', (endpoint) => {
    expect(isPushEndpoint(endpoint, known)).toBe(false);
  });
});

describe('an origin that is allowed', () => {
  it.each([
    'https://push.example.org',
    'https://push.example.org:8443',
    'https://*.push.example.org',
    'http://127.0.0.1:4567',
    'http://[::1]:4567',
    'http://localhost:4567',
  ])('is one that people can reach, or this machine: %s', (text) => {
    expect(readPushOrigin(text)).toBe(text);
  });

  it.each([
    'push.example.org',
    'https://push.example.org/',
    'https://push.example.org/path',
    'https://PUSH.example.org',
    'https://*.*.example.org',
    'https://*',
    'https://*.org.',
    'https://10.0.0.1',
    'https://[fe80::1]',
    'https://push',
    'https://push.internal',
    'https://push.localhost',
    'http://push.example.org',
    'http://10.0.0.1',
    'http://*.localhost',
    'ftp://push.example.org',
  ])('is refused when it is not: %s', (text) => {
    expect(() => readPushOrigin(text)).toThrow('must be origins');
  });
});
