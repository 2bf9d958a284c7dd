/**
 * An amount as people write it.
 * @param minor integer minor units
 * @param currency ISO 4217, in any case; its number of decimals is taken from Intl
 */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
