import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '@fairgate/shared/config.ts';
import type { ProcessName, Variable } from '@fairgate/shared/config-variable.ts';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';

export const CHECKOUT = join(import.meta.dirname, '..', '..');

/** What is wrong with the file, each fault with the service it is in. */
export type ComposeRule = (file: ComposeFile) => readonly string[];

const VARIABLE_LIST: readonly Variable<unknown, ProcessName>[] = Object.values(VARIABLES);
/** Which of our processes a service is; the loopback Stripe reads no variable. */
const PROCESSES: Readonly<Record<string, ProcessName>> = {
  migrate: 'migration',
  gateway: 'gateway',
  'queue-worker': 'queue-worker',
  'payments-worker': 'payments-worker',
  seed: 'seed',
};
const DEMO = ['loopback-stripe', 'seed'];
const SCALED = ['gateway', 'queue-worker', 'payments-worker'];
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|_KEY$/;
const REQUIRED_REFERENCE = /^\$\{\w+:\?[^}]*\}$/;

export const COMPOSE_RULES: Readonly<Record<string, ComposeRule>> = {
  'a command runs a file that exists, with arguments that it knows': commandsExist,
  'a service is given what its process needs and nothing it does not know': environmentFits,
  'ports are the defaults of the configuration, and health checks ask there': portsMatch,
  'what is referred to exists': referencesExist,
  'an image has a version': imagesHaveVersions,
  'what is scaled has neither a name nor a port of the host': scalable,
  'only what plays a part in the demo needs a profile': demoIsOptional,
  'no secret is in the file': noSecrets,
};

function eachService(
  file: ComposeFile,
  faultsOf: (service: ComposeService, name: string) => readonly string[],
): readonly string[] {
  return Object.entries(file.services).flatMap(([name, service]) =>
    faultsOf(service, name).map((fault) => `${name}: ${fault}`),
  );
}

export function commandsExist(file: ComposeFile): readonly string[] {
  return eachService(file, ({ command = [], build }) => {
    const [program, path = '', ...args] = command;
    if (build === undefined) return [];
    if (program !== 'node' || !existsSync(join(CHECKOUT, path))) return [`there is no ${path} to run`];
    const source = readFileSync(join(CHECKOUT, path), 'utf8');
    const [first = ''] = args;
    const known = (flag: string): boolean => new RegExp(`\\s${flag}\\s`).test(source);
    return [
      ...(first !== '' && !first.startsWith('--') && !source.includes(`.command('${first}')`) ? [first] : []),
      ...args.filter((argument) => argument.startsWith('--') && !known(argument)),
    ].map((argument) => `${path} does not know ${argument}`);
  });
}

export function environmentFits(file: ComposeFile): readonly string[] {
  return eachService(file, ({ environment = {} }, name) => {
    const processName = PROCESSES[name];
    if (processName === undefined) return [];
    const known = VARIABLE_LIST.filter(({ usedBy }) => usedBy.includes(processName)).map((one) => one.name);
    const unknown = Object.keys(environment).filter((variable) => !known.includes(variable));
    return [...unknown.map((variable) => `${variable} is not read`), ...missing(processName, environment)];
  });
}

function missing(processName: ProcessName, environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(processName, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.variables.map((variable) => `${variable} is missing or wrong`);
  }
}

export function portsMatch(file: ComposeFile): readonly string[] {
  return eachService(file, ({ environment = {}, healthcheck, build, command = [] }, name) => {
    const { PORT, METRICS_PORT } = environment;
    const flag = command.indexOf('--port');
    const port = PORT ?? METRICS_PORT ?? (flag === -1 ? undefined : command[flag + 1]);
    const asked = /http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]*)/.exec(healthcheck?.test.join(' ') ?? '');
    if (build === undefined || port === undefined) return [];
    return [
      ...(PORT !== undefined && PORT !== VARIABLES.port.fallback ? [`PORT is ${PORT}`] : []),
      ...(METRICS_PORT !== undefined && METRICS_PORT !== VARIABLES.metricsPort.example
        ? [`METRICS_PORT is ${METRICS_PORT}`]
        : []),
      ...(asked?.[1] !== port ? [`its health check does not ask port ${port}`] : []),
      ...(PROCESSES[name] !== undefined && asked?.[2] !== '/health/ready'
        ? ['it is not asked if it is ready']
        : []),
    ];
  });
}

export function referencesExist(file: ComposeFile): readonly string[] {
  const used = new Set<string>();
  const faults = eachService(file, ({ depends_on = {}, volumes = [] }) => [
    ...Object.entries(depends_on).flatMap(([other, { condition }]) =>
      dependencyFaults(file.services[other], other, condition),
    ),
    ...volumes.flatMap((volume) => {
      const [source = ''] = volume.split(':');
      used.add(source);
      const exists = source.startsWith('./') ? existsSync(join(CHECKOUT, source)) : source in file.volumes;
      return exists ? [] : [`there is no volume or file ${source}`];
    }),
  ]);
  const unused = Object.keys(file.volumes).filter((volume) => !used.has(volume));
  return [...faults, ...unused.map((volume) => `nobody uses the volume ${volume}`)];
}

function dependencyFaults(
  service: ComposeService | undefined,
  name: string,
  condition: string,
): readonly string[] {
  if (service === undefined) return [`it depends on ${name}, which there is not`];
  if (service.profiles !== undefined) return [`it depends on ${name}, which may not run`];
  switch (condition) {
    case 'service_healthy':
      return service.healthcheck === undefined ? [`${name} has no health check`] : [];
    case 'service_completed_successfully':
      return service.restart === 'no' ? [] : [`${name} never completes: it is started again`];
    default:
      return [`${condition} is no condition`];
  }
}

export function imagesHaveVersions(file: ComposeFile): readonly string[] {
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as { version: string };
  return eachService(file, ({ image = '', build }) => {
    if (build !== undefined) return image === `fairgate:${version}` ? [] : [`${image} is not ${version}`];
    return /^[\w/.-]+:\d+\.\d+[\w.-]*$/.test(image) ? [] : [`${image} has no version`];
  });
}

export function scalable(file: ComposeFile): readonly string[] {
  const lost = SCALED.filter((name) => file.services[name] === undefined);
  return [
    ...lost.map((name) => `there is no ${name}`),
    ...eachService(file, ({ ports, container_name }, name) => [
      ...(container_name === undefined ? [] : ['it has a fixed name']),
      ...(SCALED.includes(name) && ports !== undefined ? ['it takes a port of the host'] : []),
    ]),
  ];
}

export function demoIsOptional(file: ComposeFile): readonly string[] {
  return eachService(file, ({ profiles }, name) => {
    const expected = DEMO.includes(name) ? 'demo' : undefined;
    return profiles?.join() === expected ? [] : [`its profiles are ${profiles?.join()}, not ${expected}`];
  });
}

/** A secret that a service does without may be left empty: that is no secret, nor a default of one. */
function isLeftOut(name: string, value: string): boolean {
  const declared = VARIABLE_LIST.find((one) => one.name === name);
  return declared?.fallback === '' && value === ['$', '{', name, ':-}'].join('');
}

/** Looks at the file before anything is filled in. */
export function noSecrets(file: ComposeFile): readonly string[] {
  return eachService(file, ({ environment = {}, command = [] }) => {
    const variables = Object.entries(environment).map(([name, value]) => [name, String(value)] as const);
    const flags = command.flatMap((flag, at) =>
      /-(key|secret)$/.test(flag) ? [[flag, command[at + 1] ?? ''] as const] : [],
    );
    const plain = [...variables.filter(([name]) => SECRET_NAME.test(name)), ...flags].filter(
      ([name, value]) => !REQUIRED_REFERENCE.test(value) && !isLeftOut(name, value),
    );
    const inAddress = variables.filter(([, value]) =>
      /:\/\/[^/:@]*:(?!\$\{\w+:\?[^}]*\}@)[^@]*@/.test(value),
    );
    return [...plain, ...inAddress].map(([name]) => `${name} is written out, or has a default`);
  });
}
