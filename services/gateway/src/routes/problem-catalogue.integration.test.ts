import { type ProblemKind, problemKinds } from '@fairgate/shared/errors.ts';
import { escapeHtml } from '@fairgate/shared/mail/lay-out-mail.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await createTestGateway();
});
afterAll(() => gateway.close());

const browsersAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const read = async (accept: string) => gateway.app.inject({ url: '/problems', headers: { accept } });

describe('the catalogue of problems', () => {
  it('is JSON for programs', async () => {
    for (const accept of ['application/json', '*/*']) {
      const response = await read(accept);
      expect(response.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        vary: expect.stringContaining('accept'),
      });
      expect(response.json()).toEqual(problemKinds);
    }
  });

  it('is a page for browsers, without scripts', async () => {
    const response = await read(browsersAccept);
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      vary: expect.stringContaining('accept'),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(response.body).not.toContain('<script');
  });

  it('says on the page of every code its status, its title and what to do', async () => {
    const page = (await read(browsersAccept)).body;
    const told = Object.entries<ProblemKind>(problemKinds).filter(([code, { status, title, advice }]) => {
      const [, section = ''] = page.split(`<section id="${code}">`);
      const words = section.slice(0, section.indexOf('</section>'));
      return [`${status}`, code, escapeHtml(title), escapeHtml(advice)].every((word) => words.includes(word));
    });
    expect(told).toEqual(Object.entries(problemKinds));
  });

  it('is where the type of a refusal leads', async () => {
    const { type } = (await gateway.app.inject('/v1/nowhere')).json();
    const { pathname, hash } = new URL(type, gateway.config.publicUrl);
    const page = await gateway.app.inject({ url: pathname, headers: { accept: browsersAccept } });
    expect(page.body).toContain(`<section id="${hash.slice(1)}">`);
  });
});
