import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { accept, checkIn, offered } from '../../../prisma/testing/ticket-calls.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { tamper } from './testing/tamper.ts';

const installation = freshInstallation();

/** The installation's transfer: of ticket 20, at version 1, accepted by a friend. */
const given = async (): Promise<{ readonly id: string; readonly receiver: string }> => {
  const { rows } = await installation().world.owner.query(
    "select id, to_account as receiver from transfers where state = 'ACCEPTED'",
  );
  expect(rows).toHaveLength(1);
  return rows[0];
};

test('an offer of a ticket that is still where it was is no fault', async () => {
  const { world, orders } = installation();
  await offered(world, 6, orders.paid.accountId);
  await expectBroken(installation(), {});
});

test('a transfer that was accepted without an entry', async () => {
  const { world, orders } = installation();
  const id = await offered(world, 6, orders.paid.accountId);
  await tamper(
    world,
    `update transfers set state = 'ACCEPTED', to_account = from_account, settled_at = now() where id = '${id}'`,
  );
  await expectBroken(installation(), {
    'orders.transfers': [{ transfer_id: id, ticket: 6, version: 2, fault: 'accepted without an entry' }],
  });
});

test('an entry whose transfer is gone, or was never accepted', async () => {
  const { id, receiver } = await given();
  for (const change of [
    `update transfers set state = 'DECLINED', to_account = null where id = '${id}'`,
    `delete from transfers where id = '${id}'`,
  ]) {
    await tamper(installation().world, change);
    await expectBroken(installation(), {
      'orders.transfers': [
        { ticket: 20, version: 2, holder: receiver, transfer_id: null, fault: 'an entry without a transfer' },
      ],
    });
  }
});

test('a ticket that went to another account than the one that accepted', async () => {
  const { id, receiver } = await given();
  const other = randomUUID();
  await tamper(installation().world, `update transfers set to_account = '${other}' where id = '${id}'`);
  await expectBroken(installation(), {
    'orders.transfers': [
      { transfer_id: id, to_account: other, holder: receiver, fault: 'went to another account' },
    ],
  });
});

test('an offer that stayed open though the ticket entered', async () => {
  const { world, orders } = installation();
  const id = await offered(world, 6, orders.paid.accountId);
  await checkIn(world, 6, 1);
  await expectBroken(installation(), {});
  expect(await accept(world, id, orders.voided.accountId)).toMatchObject({ outcome: 'ENDED' });
  await tamper(world, `update transfers set state = 'OFFERED', settled_at = null where id = '${id}'`);
  await expectBroken(installation(), {
    'orders.transfers': [
      { transfer_id: id, ticket: 6, version: 1, fault: 'offered, but the ticket has moved on' },
    ],
  });
});
