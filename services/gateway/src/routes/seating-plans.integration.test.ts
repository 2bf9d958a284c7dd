import { readFileSync } from 'node:fs';
import { decodeGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  openVendorDesk,
  theatrePlanFile,
  type VendorDesk,
  venueDraft,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
afterAll(() => gateway.close());

const json = { 'content-type': 'application/json' };

async function newVenue(): Promise<string> {
  const { id } = await desk.make<{ id: string }>('POST', `/v1/vendors/${desk.vendorId}/venues`, venueDraft);
  return `/v1/venues/${id}/seating-plans`;
}

const upload = (plans: string, file: string, query = '') =>
  desk.call('POST', `${plans}${query}`, { body: file, headers: json });
const seatsOf = (planId: string) => gateway.stores.database.seat.count({ where: { planId } });

describe('a plan file', () => {
  it('is imported whole: the plan, a row for every seat in its order, and a report', async () => {
    const plans = await newVenue();
    const response = await upload(plans, JSON.stringify(theatrePlanFile()));
    expect(response.statusCode).toBe(201);
    const { outcome, plan, report } = response.json();
    expect(outcome).toBe('imported');
    expect(response.headers.location).toBe(`/v1/seating-plans/${plan.id}`);
    expect(plan).toMatchObject({ planVersion: 1, name: 'Lindenhof Theatre', seats: 600 });
    expect(report).toMatchObject({ format: 'pretix', seats: 600, zones: 2 });
    const shown = (await desk.call('GET', `/v1/seating-plans/${plan.id}`)).json();
    expect(shown.report).toEqual(report);
    const table = decodeGeometry(shown.geometry);
    const rows = await gateway.stores.database.seat.findMany({
      where: { planId: plan.id },
      orderBy: { seatIndex: 'asc' },
    });
    expect(rows.map((row) => row.label)).toEqual(table.labels);
    expect(rows.map((row) => row.seatIndex)).toEqual([...table.ticketNumbers]);
    expect(rows.map((row) => row.planRow)).toEqual([...table.rowIds]);
    expect(rows.map((row) => row.planColumn)).toEqual([...table.columns]);
    expect(rows.map((row) => Math.round(row.x * 10))).toEqual([...table.x]);
    expect(rows.filter((row) => row.accessible)).not.toEqual([]);
  });

  it.each([
    ['hall scheme', 'prisma/plans/kellerbuehne.hall-scheme.json'],
    ['pretix', 'prisma/plans/lindenhof-theatre.json'],
  ])('may be a %s', async (_format, path) => {
    const file = readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
    const { plan, report } = (await upload(await newVenue(), file)).json();
    expect(report.seats).toBeGreaterThan(0);
    expect(await seatsOf(plan.id)).toBe(report.seats);
  });

  it('that comes again is the plan that is there; another file is the venue’s next version', async () => {
    const plans = await newVenue();
    const file = JSON.stringify(theatrePlanFile());
    const first = (await upload(plans, file)).json();
    const again = await upload(plans, file);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ outcome: 'known', plan: { id: first.plan.id } });
    const other = (await upload(plans, `${file} `)).json();
    expect(other).toMatchObject({ outcome: 'imported', plan: { planVersion: 2 } });
    const list = (await desk.call('GET', `${plans}?limit=1`)).json();
    expect(list.items).toMatchObject([{ id: other.plan.id }]);
    const rest = (await desk.call('GET', `${plans}?limit=1&after=${list.next}`)).json();
    expect(rest).toMatchObject({ items: [{ id: first.plan.id }], next: null });
  });

  it('sent four times at once is one plan, and four files at once are four versions', async () => {
    const plans = await newVenue();
    const file = JSON.stringify(theatrePlanFile());
    const same = await Promise.all([1, 2, 3, 4].map(() => upload(plans, file)));
    expect(new Set(same.map((response) => response.json().plan.id)).size).toBe(1);
    expect(same.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 201]);
    const others = await Promise.all([1, 2, 3, 4].map((spaces) => upload(plans, file + ' '.repeat(spaces))));
    expect(others.map((response) => response.json().plan.planVersion).sort()).toEqual([2, 3, 4, 5]);
  });

  it('is only reported on a dry run', async () => {
    const plans = await newVenue();
    const response = await upload(plans, JSON.stringify(theatrePlanFile()), '?dryRun=true');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ outcome: 'checked', plan: null, report: { seats: 600 } });
    expect((await desk.call('GET', plans)).json().items).toEqual([]);
  });

  it('that is broken is refused with every fault and its place, and nothing of it stays', async () => {
    const plans = await newVenue();
    const file = theatrePlanFile() as { zones: { rows: { seats: { position: unknown }[] }[] }[] };
    const [stalls, balcony] = file.zones;
    if (stalls === undefined || balcony === undefined) throw new Error('the theatre has two zones');
    stalls.rows[3]!.seats[2]!.position = { x: 'far left', y: 0 };
    balcony.rows[0]!.seats = 'all' as never;
    for (const query of ['', '?dryRun=true']) {
      const response = await upload(plans, JSON.stringify(file), query);
      expect(response.statusCode).toBe(422);
      const problem = response.json();
      expect(problem).toMatchObject({ code: 'PLAN_INVALID', faultCount: 2 });
      expect(
        problem.faults.map((fault: { pointer: string; code: string }) => [fault.pointer, fault.code]),
      ).toEqual([
        ['/zones/0/rows/3/seats/2/position/x', 'wrongType'],
        ['/zones/1/rows/0/seats', 'wrongType'],
      ]);
    }
    expect((await desk.call('GET', plans)).json().items).toEqual([]);
  });

  it.each([
    ['nothing', '', 'notJson'],
    ['half a file', '{"zones": [', 'notJson'],
    ['a list', '[]', 'wrongType'],
    ['something else', '{"hello": "world"}', 'formatUnknown'],
  ])('that is %s is refused as %s', async (_name, file, code) => {
    const response = await upload(await newVenue(), file);
    expect(response.statusCode).toBe(422);
    expect(response.json().faults[0].code).toBe(code);
  });

  it('of another content type, or over the limit, is not read', async () => {
    const plans = await newVenue();
    const xml = await desk.call('POST', plans, {
      body: '<plan/>',
      headers: { 'content-type': 'application/xml' },
    });
    expect([xml.statusCode, xml.json().code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    const text = await desk.call('POST', plans, { body: '{}', headers: { 'content-type': 'text/plain' } });
    expect(text.statusCode).toBe(415);
    const huge = await upload(plans, ' '.repeat(32 * 1024 * 1024 + 1));
    expect([huge.statusCode, huge.json().code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});
