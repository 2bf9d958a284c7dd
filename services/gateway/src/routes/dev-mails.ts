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

const pageStyle = `:root { color-scheme: light dark; --ink: light-dark(#1c1b19, #f2efe9); --soft: light-dark(#5b564e, #b3ada3);
  --line: light-dark(#e1dbd0, #383630); --edge: light-dark(#857e72, #7f796e); --accent: light-dark(#14605a, #83d8cb) }
body { font-family: ui-sans-serif, system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1.25rem; line-height: 1.5;
  background: light-dark(#faf8f4, #151513); color: var(--ink) }
h1 { font-size: 1.75rem; line-height: 1.2 }
h1, p, li { overflow-wrap: anywhere }
a { color: var(--accent); text-underline-offset: 0.15em }
form { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center }
input, button { font: inherit; box-sizing: border-box; min-height: 2.75rem; border: 1px solid var(--edge); border-radius: 10px;
  background: light-dark(#fff, #1e1e1b); color: var(--ink) }
input { padding: 0 0.75rem; min-width: 0; flex: 1 1 12rem }
button { padding: 0 1.25rem; cursor: pointer }
ol { list-style: none; padding: 0 }
li { padding: 0.75rem 0; border-bottom: 1px solid var(--line) }
li a { font-weight: 600 }
li span { display: block; color: var(--soft); font-size: 0.875rem; font-variant-numeric: tabular-nums }
iframe { box-sizing: border-box; width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: 10px; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere }`;

function sendPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'",
    )
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>` +
        `<style>${pageStyle}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
    );
}
