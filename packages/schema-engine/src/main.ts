import { readArguments } from './arguments.ts';
import { type ConnectionAddress, readAddress } from './connection-address.ts';
import { canConnect, createDatabase, dropDatabase } from './database-commands.ts';
import { KnownError } from './known-error.ts';
import { engineCommit } from './load-engine.ts';
import { logLine } from './log-line.ts';
import { requestHandlers } from './requests.ts';
import { serveRequests } from './serve-requests.ts';
import { prepareEngine } from './with-engine.ts';

const COMMANDS: Readonly<Record<string, (address: ConnectionAddress) => Promise<unknown>>> = {
  'can-connect-to-database': canConnect,
  'create-database': createDatabase,
  'drop-database': dropDatabase,
};

async function runCommand(name: string, databaseUrl: string | undefined): Promise<void> {
  // The CLI throws the first line of stderr away.
  process.stderr.write('\n');
  try {
    const command = COMMANDS[name];
    if (command === undefined) throw new Error(`unknown command: cli ${name}`);
    await command(readAddress(databaseUrl));
    process.stderr.write(logLine('INFO', `${name}: done`));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(logLine('ERROR', message, error instanceof KnownError ? error.code : undefined));
    process.exitCode = 1;
  }
}

async function serve(datamodelPaths: readonly string[], databaseUrl: string | undefined): Promise<void> {
  const log = (line: string): void => {
    process.stderr.write(`${line.trim()}\n`);
  };
  const withEngine = await prepareEngine({ datamodelPaths, databaseUrl, log });
  await serveRequests(requestHandlers(withEngine, databaseUrl), process.stdin, process.stdout);
  // The engine's timers (ten seconds for its lock) would keep the process alive.
  process.exit();
}

const invocation = readArguments(process.argv.slice(2));
switch (invocation.kind) {
  case 'version':
    process.stdout.write(`schema-engine-cli ${await engineCommit()}\n`);
    break;
  case 'command':
    await runCommand(invocation.command, invocation.databaseUrl);
    break;
  case 'serve':
    await serve(invocation.datamodelPaths, invocation.databaseUrl);
    break;
}
