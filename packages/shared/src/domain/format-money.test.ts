import { expect, it } from 'vitest';
import { formatMoney } from './format-money.ts';

it.each([
  [4_950, 'eur', 'en', '€49.50'],
  [4_950, 'EUR', 'de', '49,50 €'],
  [4_950, 'jpy', 'en', '¥4,950'],
  [4_950, 'kwd', 'en', 'KWD 4.950'],
  [0, 'usd', 'en', '$0.00'],
])('%i minor units of %s are %s: %s', (minor, currency, locale, text) => {
  expect(formatMoney(minor, currency, locale).replace(/\s/g, ' ')).toBe(text);
});
