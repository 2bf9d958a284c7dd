import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createMailRelay } from '@fairgate/queue-worker/jobs/relay-mails.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { openMailer } from '@fairgate/shared/mail/open-mailer.ts';
import { createLaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import { createTransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../prisma/testing/open-world.ts';
import { orderIn } from '../../prisma/testing/order-in-state.ts';

/** Takes mails, but says nothing any more once one is for the domain that hangs. */
function smtpServerThatHangs(domain: string): { server: Server; taken: string[]; sockets: Set<Socket> } {
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let inBody = false;
    let hangs = false;
    let to = '';
    const say = (line: string): void => void (hangs || socket.write(`${line}\r\n`));
    say('220 test');
    createInterface({ input: socket }).on('line', (line) => {
      if (inBody) {
        if (line !== '.') return;
        inBody = false;
        taken.push(to);
        return say('250 taken');
      }
      if (/^RCPT/i.test(line)) {
        to = /<([^>]+)>/.exec(line)?.[1] ?? '';
        hangs = to.endsWith(`@${domain}`);
        return say('250 ok');
      }
      if (/^DATA/i.test(line)) {
        inBody = true;
        return say('354 go on');
      }
      say(/^EHLO/i.test(line) ? '250 test' : '250 ok');
    });
  });
  return { server, taken, sockets };
}

describe('a domain whose mails hang', () => {
  const smtp = smtpServerThatHangs('hangs.example');
  let world: World;
  let database: Database;
  beforeAll(async () => {
    world = await openWorld({ tickets: 20 });
    database = connectDatabase(world.database.databaseUrl, 'mails', 4);
    await new Promise<void>((resolve) => smtp.server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const socket of smtp.sockets) socket.destroy();
    smtp.server.close();
    await database.$disconnect();
    await world.close();
  });

  const sellTo = async (domain: string, ticket: number): Promise<void> => {
    const orderId = await orderIn(world, 'PAID', ticket);
    await world.owner.query(
      "update users u set email = $2 || '@' || $3 from orders o where o.id = $1 and u.id = o.account_id",
      [orderId, `fan${ticket}`, domain],
    );
  };
  const openRelay = () => {
    const { port } = smtp.server.address() as AddressInfo;
    const url = `smtp://127.0.0.1:${port}`;
    const mailer = openMailer({ kind: 'smtp', url }, 'Fairgate <tickets@example.org>');
    const transferCodes = createTransferCodes(new Uint8Array(32));
    const laneCodes = createLaneCodes(new Uint8Array(32));
    const sources = { database, publicUrl: 'http://127.0.0.1', transferCodes, laneCodes };
    return { mailer, relay: createMailRelay({ log: pino({ level: 'silent' }) }, mailer, sources) };
  };

  it('is told apart from one that many buyers have their address at: those mails leave together', async () => {
    for (const ticket of [15, 16, 17, 18, 19]) await sellTo('many.example', ticket);
    const { mailer, relay } = openRelay();
    await relay.round();
    await relay.settle();
    mailer.close();
    expect(smtp.taken.splice(0).toSorted()).toEqual([15, 16, 17, 18, 19].map((n) => `fan${n}@many.example`));
  });

  it('delays its own mails and no others', async () => {
    const domains = [...Array(12).fill('hangs.example'), 'quick.example', 'brisk.example', 'quick.example'];
    for (const [ticket, domain] of domains.entries()) await sellTo(domain, ticket);
    const { mailer, relay } = openRelay();
    const quick = ['fan12@quick.example', 'fan13@brisk.example', 'fan14@quick.example'];
    await expect
      .poll(
        async () => {
          await relay.round();
          return smtp.taken.toSorted();
        },
        { timeout: 60_000, interval: 100 },
      )
      .toEqual(quick);
    const open = await database.outboxRow.count({ where: { topic: 'mail', doneAt: null } });
    expect(open).toBeGreaterThanOrEqual(12);
    for (const socket of smtp.sockets) socket.destroy();
    await relay.settle();
    mailer.close();
    expect(
      await database.outboxRow.count({ where: { topic: 'mail', NOT: { lastError: null } } }),
    ).toBeGreaterThan(0);
  });
});
