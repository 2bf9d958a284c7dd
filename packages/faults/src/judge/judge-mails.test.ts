import { expect, test } from 'vitest';
import { judgeMails } from './judge-mails.ts';

const paid = { name: 'order-paid-o1', isThere: true };
const folder =
  (...names: readonly string[]) =>
  (name: string) =>
    names.includes(name);

test.each([
  ['a mail that lies in the folder', [paid], [paid], folder('order-paid-o1'), []],
  ['one that is still to be sent', [paid], [], folder(), []],
  [
    'a paid order without a row',
    [{ ...paid, isThere: false }],
    [],
    folder('order-paid-o1'),
    ['a mail that is owed is written'],
  ],
  ['one that never left', [paid], [paid], folder(), ['a mail that counts as sent was sent']],
])('%s', (_what, owed, sent, isInFolder, rules) => {
  expect(judgeMails(owed, sent, isInFolder).map(({ rule }) => rule)).toEqual(rules);
});
