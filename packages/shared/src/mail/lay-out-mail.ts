import type { MailContent } from './mail.ts';

/** A paragraph, or a link that stands alone under its label. */
export type MailBlock = string | { readonly label: string; readonly link: string };

/** One look for all mails: the same blocks as plain text and as HTML. Facts are escaped here and nowhere else. */
export function layOutMail(subject: string, blocks: readonly MailBlock[]): MailContent {
  const text = blocks.map((block) => (typeof block === 'string' ? block : `${block.label}:\n${block.link}`));
  const html = blocks.map((block) =>
    typeof block === 'string'
      ? `<p>${escapeHtml(block)}</p>`
      : `<p><a href="${escapeHtml(block.link)}">${escapeHtml(block.label)}</a></p>`,
  );
  return {
    subject,
    text: `${text.join('\n\n')}\n`,
    html: [
      '<!doctype html>',
      `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
      '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
      ...html,
      '</body></html>',
    ].join('\n'),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
