import { parseArgs } from 'node:util';

/** What the Prisma CLI asks of its schema engine on the command line. */
export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly command: string; readonly databaseUrl: string | undefined }
  | {
      readonly kind: 'serve';
      readonly datamodelPaths: readonly string[];
      readonly databaseUrl: string | undefined;
    };

/**
 * `--version`, or `--datasource <json> cli <command>`, or `[--datamodels <path>]… [--datasource <json>]`.
 * Preview features and extension types are accepted and not used: the WASM engine has no place for them.
 */
export function readArguments(argv: readonly string[]): Invocation {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      datamodels: { type: 'string', multiple: true },
      datasource: { type: 'string' },
      'enabled-preview-features': { type: 'string' },
      'extension-types': { type: 'string' },
      version: { type: 'boolean', short: 'V' },
    },
  });
  if (values.version) return { kind: 'version' };
  const databaseUrl = readUrl(values.datasource);
  const [mode, command = ''] = positionals;
  if (mode === 'cli') return { kind: 'command', command, databaseUrl };
  if (mode !== undefined) throw new Error(`unknown argument: ${mode}`);
  return { kind: 'serve', datamodelPaths: values.datamodels ?? [], databaseUrl };
}

function readUrl(datasource: string | undefined): string | undefined {
  if (datasource === undefined) return undefined;
  const parsed: { readonly url?: string } = JSON.parse(datasource);
  return parsed.url;
}
