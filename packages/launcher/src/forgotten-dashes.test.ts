import { expect, test } from 'vitest';
import { forgottenDashes } from './forgotten-dashes.ts';

test('options that npm swallowed are named, with the way to pass them', () => {
  const sentence = forgottenDashes('rehearse', { npm_config_fans: '10', npm_config_tickets: '5' });
  expect(sentence).toContain('--fans and --tickets');
  expect(sentence).toContain('npm run rehearse -- --fans');
});

test("npm's own settings and other commands' options are nothing to speak of", () => {
  expect(forgottenDashes('audit', { npm_config_json: 'true' })).toBeNull();
  expect(forgottenDashes('rehearse', { npm_config_registry: 'x' })).toBeNull();
  expect(forgottenDashes('test', { npm_config_fans: '10' })).toBeNull();
});
