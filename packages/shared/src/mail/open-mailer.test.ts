import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { listFolderMails, readFolderMail } from './folder-mails.ts';
import type { Mail } from './mail.ts';
import { openMailer } from './open-mailer.ts';
import { passwordResetMail } from './templates/password-reset-mail.ts';

const mail: Mail = {
  id: 'password-reset-1',
  to: { name: 'Ada "L" <b>', email: 'ada@example.org' },
  ...passwordResetMail({ name: 'Ada <b>', link: 'https://example.org/?a=1&b=2#token=xyz', minutesLeft: 60 }),
};

describe('mails in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-mails-'));
  const target = { kind: 'folder', folder: join(folder, 'deep', 'mails') } as const;
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are one file each, whole, newest first', async () => {
    const mailer = openMailer(target, 'Fairgate <tickets@example.org>');
    expect(await listFolderMails(target.folder, 10)).toEqual([]);
    await mailer.send(mail);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await mailer.send({ ...mail, id: 'second' });
    const listed = await listFolderMails(target.folder, 10);
    expect(listed.map(({ id }) => id)).toEqual(['second', 'password-reset-1']);
    expect(await listFolderMails(target.folder, 1)).toHaveLength(1);
    expect(await readFolderMail(target.folder, mail.id)).toMatchObject({
      ...mail,
      from: 'Fairgate <tickets@example.org>',
    });
    expect(readdirSync(target.folder).sort()).toEqual(['password-reset-1.json', 'second.json']);
  });

  it('sent again are the same file', async () => {
    const mailer = openMailer(target, 'tickets@example.org');
    await mailer.send(mail);
    await mailer.send(mail);
    expect(readdirSync(target.folder)).toHaveLength(1);
  });

  it.each(['../../etc/passwd', 'a/b', '', '.hidden'])('are never read from elsewhere: %s', async (id) => {
    expect(await readFolderMail(target.folder, id)).toBeNull();
    await expect(openMailer(target, 'a@b.c').send({ ...mail, id })).rejects.toThrow('id');
  });
});

it('an SMTP server is given the mail with its stable Message-ID, and facts cannot add headers', async () => {
  const server = await startSmtpServer();
  const mailer = openMailer({ kind: 'smtp', url: server.url }, 'Fairgate <tickets@example.org>');
  await mailer.send({ ...mail, subject: 'One line\r\nBcc: eve@example.org' });
  mailer.close();
  server.close();
  const sent = server.lines.join('\n');
  expect(sent).toContain('RCPT TO:<ada@example.org>');
  expect(sent).toContain('Message-ID: <password-reset-1@example.org>');
  expect(sent).not.toMatch(/^Bcc:/m);
  expect(sent).not.toContain('RCPT TO:<eve@example.org>');
});

it('a template escapes its facts in HTML and leaves them as they are in text', () => {
  expect(mail.html).toContain('Hello Ada &lt;b&gt;,');
  expect(mail.html).toContain('href="https://example.org/?a=1&amp;b=2#token=xyz"');
  expect(mail.text).toContain('Hello Ada <b>,');
  expect(mail.text).toContain('https://example.org/?a=1&b=2#token=xyz');
});

/** As much of RFC 5321 as a client needs to hand over a mail. */
async function startSmtpServer() {
  const lines: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    const say = (text: string): void => void socket.write(`${text}\r\n`);
    say('220 test');
    createInterface({ input: socket }).on('line', (line) => {
      lines.push(line);
      if (inData && line !== '.') return;
      if (line === 'DATA') {
        inData = true;
        say('354 go on');
        return;
      }
      inData = false;
      say(line === 'QUIT' ? '221 bye' : '250 ok');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    lines,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}
