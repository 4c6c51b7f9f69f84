#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which would have to be downloaded: the same JSON-RPC over lines of
// standard input and output, answered by @prisma/schema-engine-wasm. scripts/prisma.mjs tells Prisma to use it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const catalogChar = 18; // PostgreSQL's "char" and name[], which the driver adapter does not know
const catalogNames = 1003;
const text = 25;
const textArray = 1009;
const characterColumn = 6; // ColumnTypeEnum.Character

const args = process.argv.slice(2);
const optionsNamed = (name) =>
  args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));
const datasource = JSON.parse(optionsNamed('--datasource')[0] ?? '{}');

const schemaOf = (url) => new URL(url).searchParams.get('schema') ?? 'public';

/** Separate fields: with a connection string the adapter would take the main database for the shadow database. */
const connectionOf = (url) => {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
};

/** Reads the catalog's own types, and runs scripts whole, for the adapter would split function bodies at semicolons. */
const withCatalogTypes = (adapter) => {
  const { performIO, queryRaw } = adapter;
  const charColumns = new WeakMap();
  adapter.performIO = async (query) => {
    const result = await performIO.call(adapter, query);
    const columns = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID === catalogChar) columns.push(index);
      if (field.dataTypeID === catalogChar) field.dataTypeID = text;
      if (field.dataTypeID === catalogNames) field.dataTypeID = textArray;
    }
    charColumns.set(query, columns);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw.call(adapter, query);
    for (const index of charColumns.get(query) ?? []) result.columnTypes[index] = characterColumn;
    return result;
  };
  adapter.executeScript = async (script) => {
    await adapter
      .underlyingDriver()
      .query(script)
      .catch((error) => adapter.onError(error));
  };
  return adapter;
};

class CatalogAdapter extends PrismaPg {
  async connect() {
    return withCatalogTypes(await super.connect());
  }

  async connectToShadowDb() {
    const { shadowDatabaseUrl } = datasource;
    if (!shadowDatabaseUrl) throw new Error('Set shadowDatabaseUrl to an empty scratch schema.');
    const schema = schemaOf(shadowDatabaseUrl);
    const client = new pg.Client(connectionOf(shadowDatabaseUrl));
    await client.connect();
    await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE; CREATE SCHEMA "${schema}"`);
    await client.end();
    return withCatalogTypes(
      await new PrismaPg(connectionOf(shadowDatabaseUrl), { schema }).connect(),
    );
  }
}

const loadEngine = async () => {
  const wasmFile = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => process.stderr.write(`${message}\n`),
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmFile)), {
    './schema_engine_bg.js': wasm,
  });
  wasm.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  const url = datasource.url ?? 'postgresql://localhost/none';
  const datamodels = optionsNamed('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  return wasm.SchemaEngine.new(
    datamodels.length > 0 ? { datamodels } : {},
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(
      new CatalogAdapter(connectionOf(url), { schema: schemaOf(url) }),
    ),
  );
};

const send = (message) =>
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

const awaitedPrints = new Map();
let lastPrint = 1_000_000;

/** The native engine prints a difference by asking its parent to. */
const print = (content) =>
  new Promise((resolve) => {
    const id = ++lastPrint;
    awaitedPrints.set(id, resolve);
    send({ id, method: 'print', params: { content } });
  });

let engine;

const answer = async ({ id, method, params }) => {
  try {
    engine ??= loadEngine();
    const result = await (await engine)[method](params);
    if (method === 'diff' && result.stdout) {
      await print(result.stdout);
      result.stdout = null;
    }
    send({ id, result: result ?? null });
  } catch (error) {
    const { message, code = null, meta = null } = error;
    const data = { is_panic: false, message, error_code: code, meta };
    send({ id, error: { code: 4466, message: 'The schema engine failed.', data } });
  }
};

/** `cli can-connect-to-database`, the one question that is asked outside of JSON-RPC. */
const canConnect = async () => {
  const client = new pg.Client(connectionOf(datasource.url));
  try {
    await client.connect();
    await client.end();
    return 0;
  } catch (error) {
    const fields = {
      message: error.message,
      error_code: error.code === '3D000' ? 'P1003' : 'P1001',
    };
    const target = 'schema_engine::logger';
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', fields, target })}\n`);
    return 1;
  }
};

if (args.includes('--version')) console.log('schema-engine-cli wasm');
else if (args.includes('cli')) process.exitCode = await canConnect();
else
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const message = JSON.parse(line);
      if (message.method) void answer(message);
      else awaitedPrints.get(message.id)?.();
    })
    .on('close', () => process.exit(0));
