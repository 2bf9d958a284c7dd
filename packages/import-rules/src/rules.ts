import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/** A rule with its reason; `name` is what a violation is reported under. */
export type ImportRule = IRegularForbiddenRuleType & { readonly name: string; readonly comment: string };

/** Tests and what only tests use. Production rules do not bind them, and nothing else may import them. */
const TESTS = ['^tests/', '\\.(test|fixture)\\.ts$', '/testing/'];
const SHARED = '^packages/shared/src/';
/** The files in which a service is put together: they hand connections on, and hold no decisions. */
const WIRING = '^services/[^/]+/src/(server|worker|stores)\\.ts$';

function library(...names: readonly string[]): string {
  return `(^|/)node_modules/(${names.join('|')})/`;
}

/** Who may import whom. Paths are real paths from the root of the checkout, also behind package names. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    name: 'domain-imports-only-domain',
    comment: 'The domain is functions of values. Time, ids, randomness and stores come in as arguments.',
    from: { path: `${SHARED}domain/`, pathNot: TESTS },
    to: { pathNot: [`${SHARED}domain/`, `${SHARED}invariant\\.ts$`] },
  },
  {
    name: 'states-import-only-domain',
    comment: 'A table of transitions is data, readable without knowing how it is stored.',
    from: { path: `${SHARED}states/`, pathNot: TESTS },
    to: { pathNot: [`${SHARED}(states|domain)/`, `${SHARED}invariant\\.ts$`] },
  },
  {
    name: 'contracts-import-only-domain-and-schemas',
    comment:
      'The web bundles the contracts: they bring nothing along but domain, error catalogue and schema library.',
    from: { path: `${SHARED}contracts/`, pathNot: TESTS },
    to: { pathNot: [`${SHARED}(contracts|domain)/`, `${SHARED}errors[.]ts$`, library('typebox')] },
  },
  {
    name: 'stores-stay-apart',
    comment: 'Redis, database and queues fail apart; what needs two of them is a use-case.',
    from: { path: `${SHARED}(redis|database|queues)/`, pathNot: TESTS },
    to: { path: `${SHARED}(redis|database|queues)/`, pathNot: `${SHARED}$1/` },
  },
  {
    name: 'shared-stands-alone',
    comment: 'What services share knows no service, and no other package.',
    from: { path: '^packages/shared/', pathNot: TESTS },
    to: { path: '^(services|web|prisma|packages)/', pathNot: '^packages/shared/' },
  },
  {
    name: 'ioredis-only-where-redis-is-spoken',
    comment: 'Everything else speaks to Redis through packages/shared/src/redis, one wrapper a script.',
    from: { pathNot: [...TESTS, `${SHARED}redis/`, '^packages/(launcher|auditor|faults)/', WIRING] },
    to: { path: library('ioredis', 'ioredis-mock') },
  },
  {
    name: 'prisma-client-only-in-database',
    comment: 'Everything else speaks to Postgres through packages/shared/src/database.',
    from: { pathNot: [...TESTS, `${SHARED}database/`, '^prisma/'] },
    to: { path: [library('@prisma/client'), `${SHARED}database/generated/`] },
  },
  {
    name: 'routes-call-use-cases',
    comment: 'A route checks a request and calls a use-case; only the use-case knows the stores.',
    from: { path: '^services/gateway/src/routes/', pathNot: TESTS },
    to: { path: [`${SHARED}(redis|database|queues)/`, library('bullmq', 'ioredis', 'pg', '@prisma/[^/]+')] },
  },
  {
    name: 'use-cases-name-no-transport',
    comment:
      'Use-cases and jobs tell one story of the trade, whether a request, a job or a sweeper starts it.',
    from: { path: '^services/[^/]+/src/(use-cases|jobs)/', pathNot: TESTS },
    to: { path: library('fastify', 'fastify-plugin', '@fastify/[^/]+', 'bullmq') },
  },
  {
    name: 'services-stay-apart',
    comment: 'A service never imports a service: they meet in the database, in Redis and in queues.',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'auditor-is-independent',
    comment: 'The auditor checks the code it would otherwise borrow from. It shares the configuration only.',
    from: { path: '^packages/auditor/', pathNot: TESTS },
    to: { path: ['^packages/shared/', '^services/'], pathNot: `${SHARED}config\\.ts$` },
  },
  {
    name: 'loopback-stripe-stands-alone',
    comment: 'It plays another company: it knows nothing of ours but what we send.',
    from: { path: '^packages/loopback-stripe/', pathNot: TESTS },
    to: { path: '^(services|web|prisma|packages)/', pathNot: '^packages/loopback-stripe/' },
  },
  {
    name: 'faults-are-tried-from-outside',
    comment:
      'The fault harness starts the services as processes and kills them; nothing of theirs imports it.',
    from: { path: '^(packages|services|web|prisma)/', pathNot: [...TESTS, '^packages/faults/'] },
    to: { path: '^packages/faults/' },
  },
  {
    name: 'benchmarks-are-run-from-outside',
    comment: 'What measures the services is nothing that they, or any other package, could need.',
    from: { path: '^(packages|services|web|prisma)/', pathNot: [...TESTS, '^packages/bench/'] },
    to: { path: '^packages/bench/' },
  },
  {
    name: 'faults-reach-services-by-their-doors',
    comment:
      'What it judges, it sees as customers, operators and the stores do: never from inside a service.',
    from: { path: '^packages/faults/', pathNot: TESTS },
    to: { path: ['^services/', `${SHARED}(redis|database|queues|payments)/`] },
  },
  {
    name: 'simulation-imports-only-decisions',
    comment:
      'It decides by what production decides by, and plays everything else: no store, no clock, no service.',
    from: { path: '^packages/simulation/', pathNot: TESTS },
    to: {
      path: '^(services|web|prisma|packages)/',
      pathNot: [
        '^packages/simulation/',
        `${SHARED}(domain|states)/`,
        `${SHARED}payments/classify-stripe-error\\.ts$`,
      ],
    },
  },
  {
    name: 'check-draw-sees-what-everybody-sees',
    comment: 'Whoever checks a draw has no store of ours: what is published, and how a draw is reckoned.',
    from: { path: '^packages/check-draw/', pathNot: TESTS },
    to: {
      path: '^(services|web|prisma|packages)/',
      pathNot: [
        '^packages/check-draw/',
        `${SHARED}(draw|contracts|domain)/`,
        `${SHARED}config-parsers\\.ts$`,
      ],
    },
  },
  {
    name: 'web-bundles-only-contracts',
    comment: 'Pages get the typed client, contracts and domain; anything else would ship server code.',
    from: { path: '^web/' },
    to: {
      path: '^(services|prisma|packages)/',
      pathNot: ['^packages/client/', `${SHARED}(contracts|domain)/`],
    },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'Code that runs for customers does not depend on code that checks it.',
    from: { pathNot: TESTS },
    to: { path: [...TESTS, library('vitest')] },
  },
  {
    name: 'environment-behind-config',
    comment:
      'The environment is read in packages/shared/src/config.ts; tests/house finds the global by its text.',
    from: { pathNot: `${SHARED}config\\.ts$` },
    to: { path: '^process$', dependencyTypes: ['core'] },
  },
  {
    name: 'packages-declare-what-they-import',
    comment:
      "A library found only in the root's node_modules is not in the package.json of whoever imports it.",
    from: { path: '^(packages|services|web)/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one idea, or hide a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolved',
    comment: 'An import that resolves to nothing escapes every other rule.',
    from: {},
    to: { couldNotResolve: true },
  },
];
