import { refuseParameter } from '../refusal.ts';

const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** Stripe's least charge in the settlement currencies that it lists, in minor units. */
const floors: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

/** One minor unit where Stripe lists no floor: there it converts, which needs exchange rates. */
export function amountFloor(currency: string): number {
  return floors[currency] ?? 1;
}

export function requireCurrency(text: string): string {
  const currency = text.toLowerCase();
  if (known.has(currency)) return currency;
  throw refuseParameter(undefined, `Invalid currency: ${currency}.`, 'currency');
}
