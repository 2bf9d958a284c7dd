import { parseArgs } from 'node:util';
import { isCheckable } from './conformance-fact.ts';
import { conformanceFacts } from './conformance-facts.ts';
import { realWorld } from './worlds.ts';

/**
 * `node check-real-stripe.ts --secret-key sk_test_… [--publishable-key pk_test_…]`: checks every fact against
 * Stripe's test mode and prints one line for each. Exit 1 if one does not hold.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'secret-key': { type: 'string' }, 'publishable-key': { type: 'string' } },
  });
  const secretKey = values['secret-key'];
  if (secretKey === undefined) throw new Error('--secret-key sk_test_… is missing');
  const world = realWorld(secretKey, values['publishable-key']);
  for (const fact of conformanceFacts) {
    if (!isCheckable(fact, world)) {
      process.stdout.write(`left out  ${fact.name} (needs ${fact.needs})\n`);
      continue;
    }
    try {
      await fact.check(world);
      process.stdout.write(`holds     ${fact.name}\n`);
    } catch (failure) {
      process.exitCode = 1;
      process.stdout.write(
        `BROKEN    ${fact.name}: ${failure instanceof Error ? failure.message : failure}\n`,
      );
    }
  }
}

main().catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
});
