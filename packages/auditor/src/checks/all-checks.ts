import type { Check } from './check.ts';
import { checkpointChecks } from './checkpoint-checks.ts';
import { hashChainCheck } from './hash-chain-check.ts';
import { ledgerChecks } from './ledger-checks.ts';
import { moneyBackChecks } from './money-back-checks.ts';
import { moneyChecks } from './money-checks.ts';
import { orderChecks } from './order-checks.ts';
import { redisChecks } from './redis-checks.ts';
import { transferChecks } from './transfer-checks.ts';

/** Every invariant, in the order in which it is reported. */
export const ALL_CHECKS: readonly Check[] = [
  ...ledgerChecks,
  hashChainCheck,
  ...checkpointChecks,
  ...orderChecks,
  ...transferChecks,
  ...moneyBackChecks,
  ...moneyChecks,
  ...redisChecks,
];
