#!/usr/bin/env node
// npm run codegen [-- <options of graphql-codegen>]: a typed client, as codegen.yml says.
// npm run codegen -- --manifest <file.json>: its documents as a manifest of trusted documents for the gateway instead.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dump, load } from 'js-yaml';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

/** The same schema and documents as for the client, and one output. */
const manifestConfig = (file) => {
  const { schema, documents } = load(readFileSync(join(root, 'codegen.yml'), 'utf8'));
  const plugins = ['./scripts/trusted-documents-plugin.mjs'];
  const path = join(root, '.cache/codegen-manifest.yml');
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(path, dump({ schema, documents, generates: { [file]: { plugins } } }));
  return path;
};

const given = process.argv.slice(2);
const at = given.indexOf('--manifest');
if (at !== -1 && given[at + 1] === undefined) {
  console.error('Usage: npm run codegen -- --manifest <file.json>');
  process.exit(2);
}

await prepareTools();
if (at !== -1) {
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), given[at + 1]);
  given.splice(at, 2, '--config', manifestConfig(file));
}
const program = join(root, 'node_modules/@graphql-codegen/cli/esm/bin.js');
spawn(process.execPath, [program, ...given], { cwd: root, stdio: 'inherit' }).on('close', (code) =>
  process.exit(code ?? 1),
);
