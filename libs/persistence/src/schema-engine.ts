import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationAdapterFactory, type EngineConnection } from './migration-adapter.js';

export type SchemaEngine = bindings.SchemaEngine;

/** Nothing is left out when a schema and a database are compared. */
export const noFilters: bindings.SchemaFilter = { externalTables: [], externalEnums: [] };

/** Node has it, but its type comes only with those of the browser. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: { readonly __wbindgen_start: () => void } } }>;
};

let loaded: Promise<void> | undefined;

/** What the engine says when it breaks down; what it then throws does not tell. */
let panic: string | undefined;

/**
 * Runs `work` with Prisma's schema engine, the one behind `prisma migrate`, on a database. It is the
 * WebAssembly build: the native one would have to be downloaded from Prisma's server at installation.
 */
export async function withSchemaEngine<T>(
  connection: EngineConnection,
  work: (engine: SchemaEngine, adapters: MigrationAdapterFactory) => Promise<T>,
): Promise<T> {
  await (loaded ??= load());
  const adapters = new MigrationAdapterFactory(connection);
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: undefined },
      () => undefined, // its own log, which repeats what it also returns or throws
      bindMigrationAwareSqlAdapterFactory(adapters),
    );
    try {
      return await work(engine, adapters);
    } finally {
      if (panic === undefined) engine.free();
    }
  } catch (error) {
    if (panic === undefined) throw error;
    loaded = undefined; // what it leaves in memory cannot be trusted
    throw new Error(`Prisma's schema engine broke down: ${panic}`, { cause: error });
  } finally {
    await adapters.close();
  }
}

/** The package's own entry imports the `.wasm` as a module, which Node and Jest cannot do. */
async function load(): Promise<void> {
  panic = undefined;
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => (panic = message) } });
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const { instance } = await WebAssembly.instantiate(await readFile(script.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': { ...bindings, ...timersThatDoNotHold() },
  });
  const { __wbg_set_wasm: setWasm } = bindings;
  setWasm(instance.exports);
  const { __wbindgen_start: begin } = instance.exports;
  begin();
}

/** The engine never clears its timers: one of ten seconds would keep a process alive that is done. */
function timersThatDoNotHold(): Record<string, unknown> {
  const timer = (callback: () => void, milliseconds: number): unknown => setTimeout(callback, milliseconds).unref();
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(names.map((name) => [name, timer]));
}
