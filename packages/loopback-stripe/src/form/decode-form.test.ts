import { expect, test } from 'vitest';
import { formDepthMax, formPairsMax } from '../limits.ts';
import { decodeForm } from './decode-form.ts';

const plain = (text: string): unknown => JSON.parse(JSON.stringify(decodeForm(text)));

const forms = [
  { text: '', value: {} },
  { text: 'amount=5000&currency=eur', value: { amount: '5000', currency: 'eur' } },
  { text: 'metadata[order]=o-1&metadata[event]=e-1', value: { metadata: { order: 'o-1', event: 'e-1' } } },
  {
    text: 'expand[]=latest_charge&expand[]=payment_method',
    value: { expand: ['latest_charge', 'payment_method'] },
  },
  { text: 'expand[0]=a&expand[1]=b', value: { expand: ['a', 'b'] } },
  { text: 'lines[0][name]=a&lines[1][name]=b', value: { lines: [{ name: 'a' }, { name: 'b' }] } },
  { text: 'created[gte]=1&created[lt]=2', value: { created: { gte: '1', lt: '2' } } },
  { text: 'metadata%5Border%5D=o-1', value: { metadata: { order: 'o-1' } } },
  { text: 'metadata[0]=a&metadata[1]=b', value: { metadata: { 0: 'a', 1: 'b' } } },
  { text: 'description=a+b%20c%C3%84&x=', value: { description: 'a b cÄ', x: '' } },
  { text: 'flag', value: { flag: '' } },
  { text: 'a=1&&b=2', value: { a: '1', b: '2' } },
  { text: 'a=1&a=2', value: { a: '2' } },
  { text: 'a=1=2', value: { a: '1=2' } },
  { text: 'odd]name[=1', value: { 'odd]name[': '1' } },
];

test.for(forms)('$text is decoded', ({ text, value }) => {
  expect(plain(text)).toEqual(value);
});

test('names of the prototype are names like any other', () => {
  const form = decodeForm('__proto__[polluted]=1&constructor=2&metadata[__proto__]=3');
  expect(Object.keys(form)).toEqual(['__proto__', 'constructor', 'metadata']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const refused = [
  { what: 'a name that is both text and container', text: 'a=1&a[b]=2' },
  { what: 'a name that is both container and text', text: 'a[b]=2&a=1' },
  { what: 'percent-encoding that ends too early', text: 'a=%E4%' },
  { what: 'brackets too deep', text: `a${'[x]'.repeat(formDepthMax)}=1` },
  { what: 'too many pairs', text: 'a=1&'.repeat(formPairsMax + 1) },
];

test.for(refused)('$what is refused with 400', ({ text }) => {
  expect(() => decodeForm(text)).toThrow(expect.objectContaining({ status: 400, stage: 'reading' }));
});
