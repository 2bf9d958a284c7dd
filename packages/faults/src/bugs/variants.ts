import { moneyVariants } from './money-variants.ts';
import { saleVariants } from './sale-variants.ts';
import { shopVariants } from './shop-variants.ts';

/** Wrong variants of our own code, each of which the harness has to catch. */
export const variants = { ...saleVariants, ...moneyVariants, ...shopVariants } as const;

export type VariantName = keyof typeof variants;
