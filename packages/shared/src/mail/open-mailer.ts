import { createTransport } from 'nodemailer';
import type { MailTarget } from '../config-parsers.ts';
import { reach } from '../process/crash-points.ts';
import { writeFolderMail } from './folder-mails.ts';
import type { Mail } from './mail.ts';

export interface Mailer {
  /** Resolves when the server took the mail (or its file is written); rejects when it did not, or that is unknown. */
  readonly send: (mail: Mail) => Promise<void>;
  readonly close: () => void;
}

/** So many mails can be under way at a time, each on a connection of its own: one that hangs keeps no other from one. */
export const mailsAtOnceMax = 20;
const smtpTimeoutMs = 10_000;
/** A mail that takes longer in all counts as not sent. Milliseconds. */
const sendTimeoutMs = 20_000;

/** @param from the sender of every mail, such as `Fairgate <tickets@example.org>` */
export function openMailer(target: MailTarget, from: string): Mailer {
  return target.kind === 'folder' ? folderMailer(target.folder, from) : smtpMailer(target.url, from);
}

/** For development and tests. */
function folderMailer(folder: string, from: string): Mailer {
  return {
    async send(mail) {
      reach('send-mail.before');
      await writeFolderMail(folder, { ...mail, from, sentAt: new Date().toISOString() });
      reach('send-mail.after');
    },
    close: () => undefined,
  };
}

function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: mailsAtOnceMax,
    connectionTimeout: smtpTimeoutMs,
    greetingTimeout: smtpTimeoutMs,
    socketTimeout: smtpTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'fairgate.invalid';
  return {
    async send({ id, to, subject, text, html }) {
      reach('send-mail.before');
      const sending = transport.sendMail({
        from,
        to: { name: to.name, address: to.email },
        subject,
        text,
        html,
        messageId: `<${id}@${host}>`,
      });
      await withinMs(sending, sendTimeoutMs);
      reach('send-mail.after');
    },
    close: () => transport.close(),
  };
}

/** Rejects when the work takes longer; the work itself goes on. */
async function withinMs(work: Promise<unknown>, ms: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`the mail server took longer than ${ms / 1000} s`)), ms);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
