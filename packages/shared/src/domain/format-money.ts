import { minorUnitsPerMajor } from './currencies.ts';

/**
 * An amount as people write it.
 * @param minor integer minor units
 * @param currency ISO 4217, in any case; counted as Stripe counts it, shown as Intl does
 */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(minor / minorUnitsPerMajor(currency.toLowerCase()));
}
