import type { FormTree } from '../form/decode-form.ts';
import { checkAmount, mergeMetadata, readInteger, readText } from '../form/read-parameters.ts';
import { refuseState } from '../refusal.ts';
import type { PaymentIntent } from '../shapes.ts';
import { amountFloor, requireCurrency } from './currencies.ts';

const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const always = ['description', 'metadata', 'receipt_email', 'expand', 'key'];

/**
 * Changes an intent without confirming it. Metadata, description and receipt address may change in any state,
 * the rest only before the customer has paid. A changed payment method asks for a new confirmation.
 */
export function updateIntent(
  intent: PaymentIntent,
  form: FormTree,
  paymentMethodId: string | undefined,
): PaymentIntent {
  const bound = Object.keys(form).find((name) => !always.includes(name));
  if (bound !== undefined && !open.includes(intent.status)) {
    const message = `This PaymentIntent's ${bound} could not be updated because it has a status of ${intent.status}. You may only update the ${bound} of a PaymentIntent with one of the following statuses: ${open.join(', ')}.`;
    throw refuseState(message, intent);
  }
  const amount = readInteger(form, 'amount') ?? intent.amount;
  const currency =
    form.currency === undefined ? intent.currency : requireCurrency(readText(form, 'currency') ?? '');
  checkAmount(amount, 'amount', amountFloor(currency), currency);
  const updated: PaymentIntent = {
    ...intent,
    amount,
    currency,
    description: textOr(form, 'description', intent.description),
    metadata: mergeMetadata(intent.metadata, form.metadata),
    receipt_email: textOr(form, 'receipt_email', intent.receipt_email),
    statement_descriptor_suffix: textOr(
      form,
      'statement_descriptor_suffix',
      intent.statement_descriptor_suffix,
    ),
    transfer_group: textOr(form, 'transfer_group', intent.transfer_group),
  };
  if (paymentMethodId === undefined) return updated;
  return {
    ...updated,
    payment_method: paymentMethodId,
    status: 'requires_confirmation',
    next_action: null,
    last_payment_error: null,
  };
}

function textOr(form: FormTree, name: string, before: string | null): string | null {
  return form[name] === undefined ? before : (readText(form, name) ?? null);
}
