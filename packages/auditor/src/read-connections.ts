import { environmentVariables, readConfig } from '@fairgate/shared/config.ts';
import type { PublishedKey } from './ledger/checkpoint-keys.ts';
import type { AuditConnections } from './run-audit.ts';

/**
 * Where to look, from the environment; throws a ConfigError. Checkpoints are verified with the installation's own keys
 * where the environment has the one that signs, else with the keys that its gateway publishes.
 */
export function readConnections(
  environment: Readonly<Record<string, string | undefined>> = environmentVariables(),
): AuditConnections {
  const { verifyingKeys, databaseUrl, redisUrl, stripeSecretKey, stripeApiUrl, publicUrl } = readConfig(
    'auditor',
    environment,
  );
  const signingKey = environment.SIGNING_KEY;
  return {
    ...{ databaseUrl, redisUrl, stripeSecretKey, stripeApiUrl, publicUrl },
    ...(signingKey && { signingKeys: [JSON.parse(signingKey) as PublishedKey, ...verifyingKeys] }),
  };
}
