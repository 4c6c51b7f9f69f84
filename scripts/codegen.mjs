#!/usr/bin/env node
// npm run codegen [-- <options of graphql-codegen>]: a typed client, as codegen.yml says.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

await prepareTools();
const program = join(root, 'node_modules/@graphql-codegen/cli/esm/bin.js');
spawn(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).on(
  'close',
  (code) => process.exit(code ?? 1),
);
