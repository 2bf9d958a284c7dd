import { expect, test } from 'vitest';
import { decodeForm } from './decode-form.ts';
import { checkAmount, mergeMetadata, readBoolean, readInteger, refuseUnknown } from './read-parameters.ts';

const bodyOf = (call: () => unknown): unknown => {
  try {
    call();
    return 'accepted';
  } catch (failure) {
    return (failure as { body: unknown }).body;
  }
};

test.for([
  { text: 'n=5', value: 5 },
  { text: 'n=-5', value: -5 },
  { text: 'n=', value: undefined },
  { text: '', value: undefined },
])('"$text" holds the whole number $value', ({ text, value }) => {
  expect(readInteger(decodeForm(text), 'n')).toBe(value);
});

test.for(['n=5.5', 'n=5e3', 'n=0x10', 'n= 5', 'n=five', 'n=9999999999999999', 'n[]=5'])(
  '%s is no whole number',
  (text) => {
    expect(bodyOf(() => readInteger(decodeForm(text), 'n'))).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'n',
    });
  },
);

test('only true and false are booleans', () => {
  expect(readBoolean(decodeForm('b=true'), 'b')).toBe(true);
  expect(readBoolean(decodeForm('b=false'), 'b')).toBe(false);
  expect(bodyOf(() => readBoolean(decodeForm('b=1'), 'b'))).toMatchObject({ param: 'b' });
});

test.for([
  { amount: 0, code: 'parameter_invalid_integer' },
  { amount: -1, code: 'parameter_invalid_integer' },
  { amount: 49, code: 'amount_too_small' },
  { amount: 100_000_000, code: 'amount_too_large' },
])('an amount of $amount is refused as $code', ({ amount, code }) => {
  expect(bodyOf(() => checkAmount(amount, 'amount', 50, 'eur'))).toMatchObject({ code, param: 'amount' });
});

test('metadata merges, an empty value unsets its key, and an empty hash unsets all', () => {
  const before = { order: 'o-1', event: 'e-1' };
  const merged = mergeMetadata(before, decodeForm('metadata[event]=&metadata[seat]=A1').metadata);
  expect(merged).toEqual({ order: 'o-1', seat: 'A1' });
  expect(mergeMetadata(before, '')).toEqual({});
  expect(mergeMetadata(before, undefined)).toBe(before);
});

test('metadata holds at most 50 keys', () => {
  const form = decodeForm(Array.from({ length: 51 }, (_, key) => `metadata[k${key}]=1`).join('&'));
  expect(bodyOf(() => mergeMetadata({}, form.metadata))).toMatchObject({ param: 'metadata' });
});

test('an unknown parameter and a known one that is not imitated are refused differently', () => {
  const codeOf = (text: string) => bodyOf(() => refuseUnknown(decodeForm(text), ['amount'], ['customer']));
  expect(codeOf('amount=1&colour=red')).toMatchObject({ code: 'parameter_unknown', param: 'colour' });
  expect(codeOf('customer=cus_1')).toMatchObject({ code: 'loopback_not_imitated', param: 'customer' });
  expect(codeOf('amount=1&expand[]=x')).toBe('accepted');
});
