import { parseArgs } from 'node:util';
import { type LoopbackStripeOptions, startLoopbackStripe } from './start-loopback-stripe.ts';

const usage = `loopback-stripe [options]
  --port <number>               default 4242; 0 takes a free one
  --host <address>              default 127.0.0.1; only loopback addresses are accepted
  --listen-in-container         accepts any host, for a container whose network is its own
  --public-url <url>            where browsers reach the 3-D Secure page
  --data <folder>               journal; without it nothing outlives the process
  --webhook-url <url>           may be given several times
  --webhook-secret <whsec_…>    default whsec_loopback
  --webhook-events <a,b,…>      default all
  --secret-key <sk_…>           default sk_test_loopback
  --publishable-key <pk_…>      default pk_test_loopback
  --search-lag-ms <number>      default 1000
  --refund-settle-ms <number>   default 1000
  --webhook-retry-base-ms <n>   default 1000
`;

const text = { type: 'string' } as const;
const flags = {
  port: text,
  host: text,
  'listen-in-container': { type: 'boolean' },
  'public-url': text,
  data: text,
  'webhook-url': { type: 'string', multiple: true },
  'webhook-secret': text,
  'webhook-events': text,
  'secret-key': text,
  'publishable-key': text,
  'search-lag-ms': text,
  'refund-settle-ms': text,
  'webhook-retry-base-ms': text,
  help: { type: 'boolean' },
} as const;

function readOptions(args: readonly string[]): LoopbackStripeOptions | 'help' {
  const { values } = parseArgs({ args: [...args], options: flags, strict: true });
  if (values.help === true) return 'help';
  const events = values['webhook-events']?.split(',');
  const webhooks = (values['webhook-url'] ?? []).map((url) =>
    events === undefined ? { url } : { url, events },
  );
  const options: Record<string, unknown> = {
    port: number(values.port, 'port') ?? 4242,
    host: values.host,
    listenInContainer: values['listen-in-container'],
    publicUrl: values['public-url'],
    dataFolder: values.data,
    webhooks,
    webhookSecret: values['webhook-secret'],
    secretKey: values['secret-key'],
    publishableKey: values['publishable-key'],
    searchLagMs: number(values['search-lag-ms'], 'search-lag-ms'),
    refundSettleMs: number(values['refund-settle-ms'], 'refund-settle-ms'),
    webhookRetryBaseMs: number(values['webhook-retry-base-ms'], 'webhook-retry-base-ms'),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function number(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new Error(`--${name} must be a whole number, as in --${name} 1000`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
    return;
  }
  const server = await startLoopbackStripe(options);
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);
  const stop = (): void => {
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  server.diskFailed.then((reason) => {
    process.stderr.write(`loopback-stripe: the journal cannot be written: ${String(reason)}\n`);
    process.exit(1);
  });
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((failure: unknown) => {
  process.stderr.write(`loopback-stripe: ${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
});
