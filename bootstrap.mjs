#!/usr/bin/env node
/**
 * What npm's scripts start: `node bootstrap.mjs <command> [arguments]`. Plain JavaScript for every Node from 20.19 on,
 * with nothing installed yet. It installs the packages of the lockfile when they changed and goes on in
 * packages/launcher/src/cli.ts under the pinned Node.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const OLDEST_TO_INSTALL = [20, 19];
/** The first that runs TypeScript files as they are. */
const OLDEST_TO_RUN = [22, 18];
const PARENT_POLL_MS = 1_000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.fairgate-installed');

if (!isAtLeast(process.versions.node, OLDEST_TO_INSTALL)) {
  fail(
    `Fairgate needs Node ${OLDEST_TO_INSTALL.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).`,
    'Get a newer one from https://nodejs.org/en/download and run the command again.',
  );
}

const environment = {
  ...process.env,
  PATH: `${join(modules, '.bin')}:${process.env.PATH ?? ''}`,
  // Every process that is started keeps what it compiled: the next one like it starts with half the work.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'node-compile'),
};
await install();
await run(runtime());

async function install() {
  const wanted = installationHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  const startedAt = performance.now();
  const title = `Packages are installed (${PNPM})`;
  const beginning = `  … Packages are being installed (${PNPM}); the first time takes up to two minutes`;
  // A terminal shows it until the line that says it is done; elsewhere it is a line of its own.
  process.stderr.write(process.stderr.isTTY ? beginning : `${beginning}\n`);
  const installer = spawn('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], {
    cwd: root,
    // Without a terminal pnpm asks nothing.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, output } = await ended(installer);
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (code !== 0) {
    fail(
      `${output.trim()}\n`,
      `The packages could not be installed (npx -y ${PNPM} install --frozen-lockfile, exit code ${code}, ${seconds} s).`,
      'Is the npm registry reachable (npm ping)? After a change of a package.json, run the same without --frozen-lockfile.',
    );
  }
  writeFileSync(stampFile, wanted);
  process.stderr.write(`  ✓ ${title.padEnd(64)} ${seconds.padStart(5)} s\n`);
}

/** Of everything that decides what is in node_modules. */
function installationHash() {
  const manifests = ['services', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  );
  const files = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'web/package.json',
    ...manifests.sort(),
  ];
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}`);
  for (const file of files) {
    if (existsSync(join(root, file))) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function runtime() {
  const pinned = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned;
  if (isAtLeast(process.versions.node, OLDEST_TO_RUN)) return process.execPath;
  return fail(
    `There is no pinned Node for ${process.platform}-${process.arch}, and Node ${process.versions.node} cannot run TypeScript.`,
    `Run the command with Node ${OLDEST_TO_RUN.join('.')} or newer, from https://nodejs.org/en/download`,
  );
}

async function run(node) {
  const cli = join(root, 'packages', 'launcher', 'src', 'cli.ts');
  // The channel tells the launcher when this process is gone, however it ended.
  const [command = '', ...rest] = process.argv.slice(2);
  // What a person waited for begins with the command, not with the launcher.
  const since = command === 'start' ? [`--since=${Math.round(performance.timeOrigin)}`] : [];
  const args = command === '' ? [] : [command, ...since, ...rest];
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', cli, ...args], {
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  watchParent(() => child.kill('SIGTERM'));
  const { code } = await ended(child);
  process.exit(code);
}

/** npm killed with -9 passes no signal on; it is this process's parent, or that of the shell in between. */
function watchParent(onGone) {
  const npm = [process.ppid, parentOf(process.ppid)].find(isNpm);
  if (npm === undefined) return;
  const timer = setInterval(() => {
    if (isNpm(npm)) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS);
  timer.unref();
}

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return 0;
  }
}

function isNpm(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('npm ');
  } catch {
    return false;
  }
}

/** Passes signals on to the child and waits for it. */
function ended(child) {
  for (const signal of STOP_SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? exitCodeOf(signal), output }));
  });
}

function exitCodeOf(signal) {
  return { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal] ?? 1;
}

function isAtLeast(version, [major, minor]) {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

function fail(...lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
