import { describe, expect, test } from 'vitest';
import { runAudit } from './run-audit.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { signCheckpoint } from './testing/sign-checkpoint.ts';
import { rehash, tamper } from './testing/tamper.ts';

const installation = freshInstallation();
/** Nobody ever touched it. */
const FREE = 15;
const BLOCKED = 22;

const world = () => installation().world;
const ofTicket = (ticket: number) => `event_id = '${world().eventId}' and ticket_number = ${ticket}`;

describe('the hash chain finds', () => {
  const edit = "update ticket_ledger set reason = 'edited'";

  test('an edited entry', async () => {
    await tamper(world(), `${edit} where ${ofTicket(FREE)}`);
    await expectBroken(installation(), {
      'ledger.hash-chain': [{ ticket: FREE, version: 0, fault: 'its content was changed' }],
    });
  });

  test('an entry that is cut off from the one before', async () => {
    await tamper(
      world(),
      `update ticket_ledger set prev_hash = sha256('other') where ${ofTicket(BLOCKED)} and version = 1`,
    );
    await expectBroken(installation(), {
      'ledger.hash-chain': [{ ticket: BLOCKED, version: 1, fault: 'not linked to the entry before' }],
    });
  });

  test('an edited entry whose hashes were all made anew', async () => {
    await tamper(world(), `${edit} where ${ofTicket(FREE)}`);
    await rehash(world(), FREE);
    const fault = 'the entries that it covers have other hashes now';
    await expectBroken(installation(), {
      'ledger.checkpoints': [
        { number: 1, fault },
        { number: 2, fault },
      ],
    });
  });

  test('a history whose end was cut off', async () => {
    await tamper(world(), `delete from ticket_ledger where ${ofTicket(BLOCKED)} and version = 1`);
    await rehash(world(), BLOCKED);
    await expectBroken(installation(), {
      'ledger.checkpoints': [
        { number: 2, fault: `version 1 of ticket ${BLOCKED} is not in the ledger any more` },
      ],
    });
  });

  test.each([
    [
      'the first checkpoint is missing',
      'delete from ledger_checkpoints where number = 1',
      2,
      'does not name the root of the checkpoint before it',
    ],
    [
      'a checkpoint between is missing',
      'delete from ledger_checkpoints where number = 2',
      3,
      'a checkpoint is missing before it',
    ],
    [
      'one cannot be read',
      "update ledger_checkpoints set versions = 'x' where number = 3",
      3,
      'its head versions cannot be read',
    ],
  ])('%s', async (_what, change, number, fault) => {
    await signCheckpoint(world(), installation().signingKey, 2);
    await tamper(world(), change);
    await expectBroken(installation(), { 'ledger.checkpoints': [{ number, fault }] });
  });

  test('a checkpoint that knows less than the one before it', async () => {
    await tamper(
      world(),
      `update ticket_holders set (version, hash) = (select version, hash from ticket_ledger where ${ofTicket(6)} and version = 0) where ${ofTicket(6)}`,
    );
    await signCheckpoint(world(), installation().signingKey);
    await rehash(world(), 6);
    await expectBroken(installation(), {
      'ledger.checkpoints': [{ number: 3, fault: 'a history is shorter than in the checkpoint before it' }],
    });
  });

  test.each([
    [
      'another root',
      "update ledger_checkpoints set root = sha256('x') where number = 2",
      'the signature is not by that key',
    ],
    [
      'another signature',
      "update ledger_checkpoints set signature = 'AAAA' where number = 2",
      'the signature is not by that key',
    ],
    [
      'another key',
      "update ledger_checkpoints set key_id = 'mine' where number = 2",
      'signed with an unknown key',
    ],
  ])('%s', async (what, change, fault) => {
    await tamper(world(), change);
    await expectBroken(installation(), {
      'ledger.checkpoint-signatures': [{ number: 2, fault }],
      ...(what === 'another root' && {
        'ledger.checkpoints': [{ number: 2, fault: 'the entries that it covers have other hashes now' }],
      }),
    });
  });

  test('without any key the signatures could not be checked, which is no pass', async () => {
    const { signingKeys: _, ...keyless } = installation().connections;
    const report = await runAudit(keyless);
    expect(report).toMatchObject({ ok: false, broken: 0, failed: 1 });
    expect(report.checks.find(({ state }) => state === 'failed')).toMatchObject({
      name: 'ledger.checkpoint-signatures',
      note: expect.stringContaining('SIGNING_KEY'),
    });
    await tamper(world(), 'delete from ledger_checkpoints');
    expect(await runAudit(keyless)).toMatchObject({ ok: true });
  });
});
