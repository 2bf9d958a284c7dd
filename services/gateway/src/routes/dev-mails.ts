import { Problem } from '@fairgate/shared/errors.ts';
import { type FolderMail, listFolderMails, readFolderMail } from '@fairgate/shared/mail/folder-mails.ts';
import { escapeHtml } from '@fairgate/shared/mail/lay-out-mail.ts';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../http/html-page.ts';

const mailsShownMax = 100;

/**
 * Shows the mails of the development folder to everyone, links to new passwords included. Served only when MAIL_URL
 * names a folder, which is never right where real people have accounts.
 */
export function serveDevMails(app: FastifyInstance, folder: string): void {
  const config = { policy: 'anyone', limit: 'read' } as const;
  app.get<{ Querystring: { to?: string } }>(
    '/dev/mails',
    { schema: { hide: true }, config },
    async (request, reply) => {
      const to = String(request.query.to ?? '').trim();
      const wanted = to.toLowerCase();
      const mails = await listFolderMails(folder, mailsShownMax, (mail) =>
        mail.to.email.toLowerCase().includes(wanted),
      );
      return sendPage(reply, 'Mails', listPage(mails, to));
    },
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

/** @param to what was typed: only mails to addresses that contain it are in the list */
function listPage(mails: readonly FolderMail[], to: string): string {
  const rows = mails.map(
    (mail) =>
      `<li><a href="/dev/mails/${escapeHtml(mail.id)}">${escapeHtml(mail.subject)}</a>` +
      `<span>to ${escapeHtml(mail.to.email)}</span><span>${moment(mail.sentAt)}</span></li>`,
  );
  const form =
    '<form action="/dev/mails"><label for="to">To an address with</label>' +
    `<input id="to" name="to" type="search" autocomplete="off" value="${escapeHtml(to)}"><button>Show</button>` +
    `${to === '' ? '' : '<a href="/dev/mails">All mails</a>'}</form>`;
  const none = to === '' ? 'No mail was sent yet.' : 'No mail was sent to such an address yet.';
  const most = mails.length < mailsShownMax ? '' : `<p>Only the newest ${mailsShownMax} are shown.</p>`;
  return form + (mails.length === 0 ? `<p>${none}</p>` : `<ol>${rows.join('\n')}</ol>${most}`);
}

/** By this machine's clock: whoever reads development mails sits at it. */
function moment(sentAt: string): string {
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });
  return `<time datetime="${escapeHtml(sentAt)}">${escapeHtml(words.format(new Date(sentAt)))}</time>`;
}

/** The mail's own HTML runs in a frame without scripts; its links open outside. */
function mailPage(mail: FolderMail): string {
  const framed = mail.html.replace('<head>', '<head><base target="_blank">');
  return [
    '<p><a href="/dev/mails">All mails</a></p>',
    `<p>From ${escapeHtml(mail.from)} to ${escapeHtml(`${mail.to.name} <${mail.to.email}>`)}, ${moment(mail.sentAt)}</p>`,
    `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(framed)}"></iframe>`,
    `<h2>As text</h2><pre>${escapeHtml(mail.text)}</pre>`,
  ].join('\n');
}
