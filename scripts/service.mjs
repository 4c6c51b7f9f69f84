#!/usr/bin/env node
import { loadDotEnv } from './lifecycle/paths.mjs';
import { runPrepared } from './lifecycle/run-prepared.mjs';
import { services } from './lifecycle/services.mjs';

const usage = `npm run service -- <name>
Runs one service in this process, against DATABASE_URL and REDIS_URL, until SIGTERM or Ctrl-C. It logs to standard output.

${services.map(({ name, folder, port }) => `  ${name.padEnd(22)} ${String(port).padEnd(5)} ${folder}`).join('\n')}`;

const [asked, ...rest] = process.argv.slice(2);
const service = services.find(({ name, folder, subgraph }) =>
  [name, folder, subgraph ?? folder].includes(asked),
);
if (asked === '--help' || asked === '-h') {
  console.log(usage);
  process.exit(0);
}
if (!service || rest.length > 0) {
  console.error(asked && !service ? `There is no service ${asked}.\n\n${usage}` : usage);
  process.exit(2);
}

loadDotEnv();
await runPrepared(`${service.folder}/main.js`);
