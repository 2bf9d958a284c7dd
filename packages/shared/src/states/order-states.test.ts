import { expect, it } from 'vitest';
import { OrderState } from '../contracts/orders.ts';
import { orderInitialStates, orderStates, orderTransitions } from './order-states.ts';

it('the API knows every state, and no other', () => {
  expect([...OrderState.enum].sort()).toEqual(Object.keys(orderTransitions).sort());
});

it('no order owns sales and reserves tickets at the same time', () => {
  for (const facts of Object.values(orderStates)) expect(facts.reserves && facts.ownsSales).toBe(false);
});

it('an order starts with a reservation', () => {
  for (const state of orderInitialStates) expect(orderStates[state].reserves).toBe(true);
});
