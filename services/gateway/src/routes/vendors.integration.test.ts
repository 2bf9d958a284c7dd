import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { openVendorDesk, type VendorDesk } from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
afterAll(() => gateway.close());

const draft = {
  name: 'Mühlen Club',
  contactEmail: 'club@example.org',
  payment: { currency: 'eur', country: 'DE' },
};
const vendorPath = () => `/v1/vendors/${desk.vendorId}`;

describe('a new vendor', () => {
  it('is its maker’s, with an address made from its name', async () => {
    const account = await createTestAccount(gateway);
    const response = await desk.call('POST', '/v1/vendors', { body: draft, as: account });
    expect(response.statusCode).toBe(201);
    const vendor = response.json();
    expect(response.headers).toMatchObject({ location: `/v1/vendors/${vendor.id}`, etag: '"v1"' });
    expect(vendor).toMatchObject({
      name: 'Mühlen Club',
      slug: 'muhlen-club',
      role: 'owner',
      payment: { currency: 'eur', country: 'DE', statementDescriptor: null, stripeAccount: null },
    });
    const mine = await desk.call('GET', '/v1/vendors', { as: account });
    expect(mine.json()).toEqual({ items: [vendor], next: null });
    const members = await desk.call('GET', `/v1/vendors/${vendor.id}/members`, { as: account });
    expect(members.json().items).toMatchObject([{ userId: account.id, role: 'owner' }]);
  });

  it('gets another address when one is made from a name that is taken, but keeps to one that was asked for', async () => {
    const first = await desk.make<{ slug: string }>('POST', '/v1/vendors', { ...draft, name: 'Twins' });
    const second = await desk.make<{ slug: string }>('POST', '/v1/vendors', { ...draft, name: 'Twins' });
    expect(first.slug).toBe('twins');
    expect(second.slug).toMatch(/^twins-[0-9a-f]{8}$/);
    const third = await desk.call('POST', '/v1/vendors', { body: { ...draft, slug: 'twins' } });
    expect([third.statusCode, third.json().code]).toEqual([409, 'NAME_TAKEN']);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['/name', '/contactEmail', '/payment']],
    ['a blank name', { ...draft, name: '   ' }, ['/name']],
    ['a NUL in the name', { ...draft, name: 'a\u0000b' }, ['/name']],
    ['half a character in the name', { ...draft, name: 'a\ud800' }, ['/name']],
    ['no address', { ...draft, contactEmail: 'club' }, ['/contactEmail']],
    [
      'a currency in capitals',
      { ...draft, payment: { currency: 'EUR', country: 'DE' } },
      ['/payment/currency'],
    ],
    [
      'a currency and a country that do not exist',
      { ...draft, payment: { currency: 'xyz', country: 'XX' } },
      ['/payment/currency', '/payment/country'],
    ],
    ['an unknown field', { ...draft, owner: 'me' }, ['/owner']],
    ['a slug with capitals', { ...draft, slug: 'Club' }, ['/slug']],
  ])('cannot be made with %s', async (_name, body, pointers) => {
    const response = await desk.call('POST', '/v1/vendors', { body });
    expect(response.statusCode).toBe(400);
    const { code, errors } = response.json();
    expect(code).toBe('VALIDATION_FAILED');
    expect(errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual(pointers.sort());
  });

  it('is refused beyond the limit of vendors for one owner', async () => {
    const account = await createTestAccount(gateway);
    const answers: { statusCode: number; json: () => unknown }[] = [];
    for (let made = 0; made < 21; made += 1) {
      answers.push(await desk.call('POST', '/v1/vendors', { body: draft, as: account }));
    }
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array(20).fill(201), 422]);
    expect(answers.at(-1)?.json()).toMatchObject({ code: 'LIMIT_REACHED', limit: 20 });
  });
});

describe('a vendor’s settings', () => {
  it('are changed on the version that was loaded, once', async () => {
    const { headers } = await desk.call('GET', vendorPath());
    const edit = {
      headers: { 'if-match': String(headers.etag) },
      body: { payment: { statementDescriptor: 'LINDENHOF' } },
    };
    const both = await Promise.all([
      desk.call('PATCH', vendorPath(), edit),
      desk.call('PATCH', vendorPath(), edit),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    const now = await desk.call('GET', vendorPath());
    expect(now.json().payment.statementDescriptor).toBe('LINDENHOF');
    const history = await gateway.stores.database.auditEntry.findMany({
      where: { vendorId: desk.vendorId, action: 'vendor.update' },
    });
    expect(history).toHaveLength(1);
    expect(history[0]?.detail).toEqual({ from: 1, set: { statementDescriptor: 'LINDENHOF' } });
  });

  it.each([
    ['no If-Match', {}, 428, 'PRECONDITION_REQUIRED'],
    ['any version', { 'if-match': '*' }, 428, 'PRECONDITION_REQUIRED'],
    ['an old version', { 'if-match': '"v999"' }, 412, 'PRECONDITION_FAILED'],
    ['a version no number can hold', { 'if-match': '"v99999999999"' }, 412, 'PRECONDITION_FAILED'],
    ['a bare word', { 'if-match': 'v1' }, 400, 'VALIDATION_FAILED'],
  ])('stay as they are with %s', async (_name, headers, status, code) => {
    const response = await desk.call('PATCH', vendorPath(), { headers, body: { name: 'Other' } });
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
  });

  it('of payment are the owners’ business, the others the managers’ too', async () => {
    const manager = await desk.addMember('manager');
    const viewer = await desk.addMember('viewer');
    const { version } = (await desk.call('GET', vendorPath())).json();
    const headers = { 'if-match': `"v${version}"` };
    const rename = { headers, body: { contactEmail: 'new@example.org' } };
    const repay = { headers, body: { payment: { currency: 'chf' } } };
    const tried = [
      await desk.call('PATCH', vendorPath(), { ...rename, as: viewer }),
      await desk.call('PATCH', vendorPath(), { ...repay, as: manager }),
      await desk.call('PATCH', vendorPath(), { ...rename, as: manager }),
    ];
    expect(tried.map(({ statusCode }) => statusCode)).toEqual([403, 403, 200]);
    expect(tried[0]?.json()).toMatchObject({ code: 'FORBIDDEN', role: 'viewer' });
  });
});

describe('a list of vendors', () => {
  it('is paged without gaps or repeats, whatever is added meanwhile', async () => {
    const account = await createTestAccount(gateway);
    for (let made = 0; made < 5; made += 1)
      await desk.call('POST', '/v1/vendors', { body: draft, as: account });
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 10; page += 1) {
      const { items, next } = (await desk.call('GET', `/v1/vendors?limit=2${after}`, { as: account })).json();
      seen.push(...items.map((vendor: { id: string }) => vendor.id));
      if (next === null) break;
      after = `&after=${next}`;
      if (page === 0) await desk.call('POST', '/v1/vendors', { body: draft, as: account });
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    expect([...seen].sort()).toEqual(seen);
  });

  it.each([
    ['limit=0', 'querystring/limit'],
    ['limit=101', 'querystring/limit'],
    ['limit=many', 'querystring/limit'],
    ['after=nonsense', 'querystring/after'],
    ['page=2', 'querystring/page'],
  ])('is refused for ?%s', async (query, pointer) => {
    const response = await desk.call('GET', `/v1/vendors?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].pointer).toBe(pointer);
  });
});

describe('members', () => {
  const members = () => `${vendorPath()}/members`;

  it('are added by e-mail, once, and get another role', async () => {
    const friend = await createTestAccount(gateway, { email: 'friend@example.org', name: 'Friend' });
    const added = await desk.call('POST', members(), {
      body: { email: 'Friend@Example.org', role: 'viewer' },
    });
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({ userId: friend.id, name: 'Friend', role: 'viewer' });
    const again = await desk.call('POST', members(), {
      body: { email: 'friend@example.org', role: 'owner' },
    });
    expect([again.statusCode, again.json().state]).toEqual([409, 'MEMBER_ALREADY']);
    const changed = await desk.call('PUT', `${members()}/${friend.id}`, { body: { role: 'manager' } });
    expect(changed.json()).toMatchObject({ userId: friend.id, role: 'manager' });
    const removed = await desk.call('DELETE', `${members()}/${friend.id}`);
    expect(removed.statusCode).toBe(204);
    const stranger = await desk.call('GET', vendorPath(), { as: friend });
    expect(stranger.statusCode).toBe(404);
  });

  it('who have no account, or are no members, are not found', async () => {
    const nobody = await desk.call('POST', members(), {
      body: { email: 'nobody@example.org', role: 'viewer' },
    });
    expect([nobody.statusCode, nobody.json().pointer]).toEqual([404, '/email']);
    const other = await createTestAccount(gateway);
    const put = await desk.call('PUT', `${members()}/${other.id}`, { body: { role: 'viewer' } });
    const gone = await desk.call('DELETE', `${members()}/${other.id}`);
    expect([put.statusCode, gone.statusCode]).toEqual([404, 404]);
  });

  it('are the owners’ business; anybody may leave', async () => {
    const manager = await desk.addMember('manager');
    const viewer = await desk.addMember('viewer');
    const tried = [
      await desk.call('POST', members(), { body: { email: 'x@example.org', role: 'viewer' }, as: manager }),
      await desk.call('PUT', `${members()}/${manager.id}`, { body: { role: 'owner' }, as: manager }),
      await desk.call('DELETE', `${members()}/${viewer.id}`, { as: manager }),
      await desk.call('DELETE', `${members()}/${viewer.id}`, { as: viewer }),
    ];
    expect(tried.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 204]);
  });

  it('always include an owner, also when two owners remove each other at once', async () => {
    const [one, two] = [await createTestAccount(gateway), await createTestAccount(gateway)];
    const made = await desk.call('POST', '/v1/vendors', { body: draft, as: one });
    const path = `/v1/vendors/${made.json().id}/members`;
    const alone = [
      await desk.call('DELETE', `${path}/${one.id}`, { as: one }),
      await desk.call('PUT', `${path}/${one.id}`, { body: { role: 'viewer' }, as: one }),
    ];
    expect(alone.map(({ statusCode }) => statusCode)).toEqual([409, 409]);
    expect(alone[0]?.json()).toMatchObject({ code: 'STATE_CONFLICT', state: 'LAST_OWNER' });
    await desk.call('POST', path, { body: { email: two.email, role: 'owner' }, as: one });
    const crossed = await Promise.all([
      desk.call('DELETE', `${path}/${two.id}`, { as: one }),
      desk.call('DELETE', `${path}/${one.id}`, { as: two }),
    ]);
    expect(crossed.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    const left = await gateway.stores.database.vendorMember.count({ where: { vendorId: made.json().id } });
    expect(left).toBe(1);
  });
});
