#!/usr/bin/env node
import { resolve } from 'node:path';
import { importBuilt } from './lifecycle/ensure-built.mjs';
import { loadDotEnv } from './lifecycle/paths.mjs';
import { prepare } from './lifecycle/prepare.mjs';
import { createProgress } from './lifecycle/progress.mjs';
import { explain } from './lifecycle/refusal.mjs';

const usage = `SUPERGRAPH_PATH=<file> PORT=<port> npm run gateway
Serves any federation 2 supergraph at http://localhost:<port>/graphql (3001), without a database and without the
services of the platform, until SIGTERM or Ctrl-C. /readyz answers 200 once it serves. It logs to standard output.

  SUPERGRAPH_PATH            the composed supergraph; its subgraphs are called where it says they are
  GATEWAY_AUTHENTICATION=off for development: reads no tokens, so that everybody is anonymous
  GATEWAY_…                  every other setting of the gateway: docs/configuration.md`;

const args = process.argv.slice(2);
if (args.length > 0) {
  const isHelp = args.length === 1 && ['--help', '-h'].includes(args[0]);
  (isHelp ? console.log : console.error)(usage);
  process.exit(isHelp ? 0 : 2);
}

loadDotEnv();
// npm runs scripts in the repository; a relative path is meant from where the command was typed.
const { SUPERGRAPH_PATH: path, INIT_CWD: typedIn = process.cwd() } = process.env;
if (path) process.env.SUPERGRAPH_PATH = resolve(typedIn, path);

// Standard output is for the gateway's log.
const progress = createProgress(process.stderr);
try {
  await prepare({ progress });
  progress.done();
} catch (error) {
  progress.failed();
  console.error(`\n${explain(error)}`);
  process.exit(1);
}
await importBuilt('gateway/standalone/main.js');
