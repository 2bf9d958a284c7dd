import { expect, it } from 'vitest';
import { TransferState } from '../contracts/transfers.ts';
import { transferTransitions, transferWords } from './transfer-states.ts';

it('the API knows every state of a transfer, and no other', () => {
  expect([...TransferState.enum].sort()).toEqual(Object.keys(transferTransitions).sort());
});

it('every state has words of its own', () => {
  expect(new Set(Object.values(transferWords)).size).toBe(Object.keys(transferTransitions).length);
});
