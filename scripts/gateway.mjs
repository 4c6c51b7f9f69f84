#!/usr/bin/env node
import { resolve } from 'node:path';
import { loadDotEnv } from './lifecycle/paths.mjs';
import { runPrepared } from './lifecycle/run-prepared.mjs';

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

await runPrepared('gateway/standalone/main.js');
