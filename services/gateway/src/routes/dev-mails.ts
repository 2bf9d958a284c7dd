import { Problem } from '@fairgate/shared/errors.ts';
import { type FolderMail, listFolderMails, readFolderMail } from '@fairgate/shared/mail/folder-mails.ts';
import { escapeHtml } from '@fairgate/shared/mail/lay-out-mail.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';

const mailsShownMax = 100;

/**
 * Shows the mails of the development folder to everyone, links to new passwords included. Served only when MAIL_URL
 * names a folder, which is never right where real people have accounts.
 */
export function serveDevMails(app: FastifyInstance, folder: string): void {
  const config = { policy: 'anyone', limit: 'read' } as const;
  app.get('/dev/mails', { schema: { hide: true }, config }, async (_request, reply) =>
    sendPage(reply, 'Mails', listPage(await listFolderMails(folder, mailsShownMax))),
  );
  app.get<{ Params: { id: string } }>(
    '/dev/mails/:id',
    { schema: { hide: true }, config },
    async (request, reply) => {
      const mail = await readFolderMail(folder, request.params.id);
      if (mail === null) throw new Problem('NOT_FOUND');
      return sendPage(reply, mail.subject, mailPage(mail));
    },
  );
}

function listPage(mails: readonly FolderMail[]): string {
  const rows = mails.map(
    (mail) =>
      `<tr><td>${escapeHtml(mail.sentAt)}</td><td>${escapeHtml(mail.to.email)}</td>` +
      `<td><a href="/dev/mails/${escapeHtml(mail.id)}">${escapeHtml(mail.subject)}</a></td></tr>`,
  );
  return mails.length === 0
    ? '<p>No mail was sent yet.</p>'
    : `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** The mail's own HTML runs in a frame without scripts; its links open outside. */
function mailPage(mail: FolderMail): string {
  const framed = mail.html.replace('<head>', '<head><base target="_blank">');
  return [
    '<p><a href="/dev/mails">All mails</a></p>',
    `<p>From ${escapeHtml(mail.from)} to ${escapeHtml(`${mail.to.name} <${mail.to.email}>`)}, ${escapeHtml(mail.sentAt)}</p>`,
    `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(framed)}"></iframe>`,
    `<h2>As text</h2><pre>${escapeHtml(mail.text)}</pre>`,
  ].join('\n');
}

const pageStyle = `body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: left; padding: 0.25rem 1rem 0.25rem 0 }
iframe { width: 100%; height: 24rem; border: 1px solid #888 }
pre { white-space: pre-wrap }`;

function sendPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'")
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
        `<style>${pageStyle}</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`,
    );
}
