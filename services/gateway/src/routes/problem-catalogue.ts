import { type ProblemKind, problemKinds } from '@fairgate/shared/errors.ts';
import { escapeHtml } from '@fairgate/shared/mail/lay-out-mail.ts';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../http/html-page.ts';
import { prefersHtml } from '../http/prefers-html.ts';

/** Where the `type` of every refusal leads: each code with its status, title and advice, for people and for programs. */
export function serveProblemCatalogue(app: FastifyInstance): void {
  app.get(
    '/problems',
    { schema: { hide: true }, config: { policy: 'anyone', limit: 'document' } },
    async (request, reply) => {
      reply.header('vary', 'accept');
      return prefersHtml(request.headers.accept) ? sendPage(reply, 'Problems', page) : problemKinds;
    },
  );
}

const page = [
  '<p>What Fairgate answers when it refuses a request: the status, a code that never changes, and what to do. ',
  'The answer itself adds the facts of the case.</p>',
  ...Object.entries(problemKinds).map(([code, kind]) => section(code, kind)),
].join('\n');

/** Its id is what stands behind the # of a `type`. */
function section(code: string, { status, title, advice }: ProblemKind): string {
  return (
    `<section id="${escapeHtml(code)}"><h2>${escapeHtml(title)}</h2>` +
    `<p><code>${status} <a href="#${escapeHtml(code)}">${escapeHtml(code)}</a></code></p>` +
    `<p>${escapeHtml(advice)}</p></section>`
  );
}
