import { delimiter, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { chosenVariables, inheritedEnvironment } from './service-environment.ts';

const environment = {
  PATH: '/usr/bin',
  HOME: '/home/somebody',
  DATABASE_URL: 'postgres://elsewhere/database',
  STRIPE_SECRET_KEY: 'sk_live_1',
  PGHOST: 'elsewhere',
  LOG_LEVEL: 'debug',
  MAIL_FROM: '',
};

test('programs inherit the surroundings, never the addresses and keys of other stores', () => {
  expect(inheritedEnvironment(environment)).toEqual({
    HOME: '/home/somebody',
    PATH: [dirname(process.execPath), '/usr/bin'].join(delimiter),
  });
});

test('what the user has set is chosen; an empty variable is not set', () => {
  expect(chosenVariables(environment)).toEqual({
    DATABASE_URL: 'postgres://elsewhere/database',
    STRIPE_SECRET_KEY: 'sk_live_1',
    LOG_LEVEL: 'debug',
  });
});
