import type { Database } from '@fairgate/shared/database/client.ts';
import { demoFan } from '@fairgate/shared/domain/demo-fan.ts';

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

/** How to sign in as the demo's fan; null where the seed did not make it. */
export async function findDemoFan(database: Database): Promise<DemoSignIn | null> {
  const { email, password } = demoFan;
  const found = await database.user.findUnique({ where: { email }, select: { id: true } });
  return found === null ? null : { email, password };
}
