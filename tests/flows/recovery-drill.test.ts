import { runDrill } from '@fairgate/recovery/drill/run-drill.ts';
import { expect, test } from 'vitest';

test('sales that were acknowledged survive the loss of the data folder', { timeout: 360_000 }, async () => {
  const options = { fans: 25, tickets: 60, sellSeconds: 4, secondsBefore: null, crashes: false };
  const report = await runDrill(options, () => undefined, new AbortController().signal);
  expect(report.restores[0]).toMatchObject({
    acknowledgedLost: 0,
    actsLost: 0,
    doubleSold: 0,
    unfinished: 0,
    auditFailures: 0,
    faults: [],
  });
  expect(report.restores[0]?.journalLines).toBeGreaterThan(0);
  expect(report.ordersAcknowledged).toBeGreaterThan(0);
  expect(report.actsAcknowledged).toBeGreaterThan(0);
});
