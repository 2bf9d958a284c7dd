import { chargeStepMinor } from '@fairgate/shared/domain/currencies.ts';
import { malformed } from './malformed.ts';

/** Refuses a price that Stripe could not charge: some currencies are charged in steps of 10 or 100 minor units. */
export function requireChargeable(priceMinor: number, currency: string): void {
  const step = chargeStepMinor(currency);
  if (priceMinor % step !== 0)
    throw malformed('/priceMinor', `is not a multiple of ${step}, as ${currency} needs`);
}
