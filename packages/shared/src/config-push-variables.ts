/** The variables of notices that are pushed to browsers. */

import * as parse from './config-parsers.ts';
import type { ProcessName, Variable } from './config-variable.ts';
import { knownPushOrigins, readPushOrigin } from './push/push-origins.ts';
import { readVapidKey } from './push/vapid-key.ts';

const variable = <T, const P extends ProcessName>(declared: Variable<T, P>): Variable<T, P> => declared;

const originsMax = 20;

export const pushVariables = {
  webPushKey: variable({
    name: 'WEB_PUSH_KEY',
    meaning: 'the private VAPID key, 32 bytes as base64url; without it no notices are pushed to browsers',
    example: 'pzHbWzX0tJ5r0fGZt8vJQx1cM2nq6yB3kD4sUaEiR7o',
    usedBy: ['gateway', 'queue-worker'],
    parse: (text) => (text === '' ? null : readVapidKey(text)),
    fallback: '',
  }),
  webPushOrigins: variable({
    name: 'WEB_PUSH_ORIGINS',
    meaning: 'the push services that are called, and no others, separated by commas',
    example: 'https://fcm.googleapis.com,https://*.notify.windows.com',
    usedBy: ['gateway', 'queue-worker'],
    parse: parse.severalOf(readPushOrigin, originsMax),
    fallback: knownPushOrigins,
  }),
} as const;
