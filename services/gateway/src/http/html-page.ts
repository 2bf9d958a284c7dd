import { escapeHtml } from '@fairgate/shared/mail/lay-out-mail.ts';
import type { FastifyReply } from 'fastify';

const pageStyle = `:root { color-scheme: light dark; --ink: light-dark(#1c1b19, #f2efe9); --soft: light-dark(#5b564e, #b3ada3);
  --line: light-dark(#e1dbd0, #383630); --edge: light-dark(#857e72, #7f796e); --accent: light-dark(#14605a, #83d8cb) }
body { font-family: ui-sans-serif, system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1.25rem; line-height: 1.5;
  background: light-dark(#faf8f4, #151513); color: var(--ink) }
h1 { font-size: 1.75rem; line-height: 1.2 }
h1, p, li { overflow-wrap: anywhere }
a { color: var(--accent); text-underline-offset: 0.15em }
code a { text-underline-offset: 0.4em }
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
section { padding: 0.75rem 0; border-bottom: 1px solid var(--line) }
section:target { border-inline-start: 4px solid var(--accent); padding-inline-start: 0.75rem }
h2 { font-size: 1.125rem; margin: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere }`;

/** A page of the gateway's own without scripts. `body` is HTML, `title` is not. */
export function sendPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'",
    )
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>` +
        `<link rel="icon" href="/favicon.svg" type="image/svg+xml">` +
        `<style>${pageStyle}</style></head><body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`,
    );
}
