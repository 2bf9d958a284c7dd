import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The part of the global that is used here; TypeScript keeps its types in the library for browsers. */
declare const WebAssembly: {
  instantiate(
    module: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: { readonly __wbindgen_start: () => void } } }>;
};

const packageFolder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));

/**
 * Instantiates the engine by hand: Node imports `.wasm` files on its own only as an experiment.
 * A panic of the Rust code hands its message over here before the call fails with "unreachable".
 */
export async function loadEngine(onPanic: (message: string) => void): Promise<typeof glue.SchemaEngine> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: onPanic } });
  const module = await readFile(join(packageFolder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/** The commit of the engine, which ends the version of its package: `7.10.0-4.<40 hex digits>`. */
export async function engineCommit(): Promise<string> {
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(join(packageFolder, 'package.json'), 'utf8'),
  );
  return manifest.version.slice(manifest.version.lastIndexOf('.') + 1);
}
