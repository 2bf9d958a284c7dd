import { expect, it } from 'vitest';
import { type ActName, openHistory } from '../history/history.ts';
import { nobodyBought } from './nobody-bought.ts';

it.each<[string, readonly ActName[], number]>([
  ['nothing', [], 1],
  ['a hold and no purchase', ['hold'], 1],
  ['a purchase, by a hold', ['hold', 'purchase'], 0],
])('a crowd that was acknowledged %s', (_name, acts, violations) => {
  const history = openHistory();
  for (const act of acts) history.add({ type: 'ok', act, id: act, account: 'ann' });
  expect(nobodyBought(history)).toHaveLength(violations);
});
