/**
 * The currencies in which Stripe takes cards, lower case as Stripe writes them, and how it counts each: some have no
 * minor unit, some have three decimals. From https://docs.stripe.com/currencies.
 */
const currencyCodes = new Set(
  `
    aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop
    crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod
    jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn
    nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb
    tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
  `
    .trim()
    .split(/\s+/),
);

const withoutMinorUnit = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const withThreeDecimals = new Set('bhd jod kwd omr tnd'.split(' '));
/** They have no minor unit any more, but Stripe counts them with two decimals, which must be zeros. */
const countedInHundreds = new Set(['isk', 'ugx']);

/** Whether events may be sold in it. */
export function isCurrency(code: string): boolean {
  return currencyCodes.has(code);
}

/** How many minor units make one of the currency, as Stripe counts: 1, 100 or 1000. `code` in lower case. */
export function minorUnitsPerMajor(code: string): 1 | 100 | 1000 {
  if (withoutMinorUnit.has(code)) return 1;
  return withThreeDecimals.has(code) ? 1000 : 100;
}

/** Stripe takes amounts that are multiples of so many minor units. `code` in lower case. */
export function chargeStepMinor(code: string): 1 | 10 | 100 {
  if (countedInHundreds.has(code)) return 100;
  return withThreeDecimals.has(code) ? 10 : 1;
}
