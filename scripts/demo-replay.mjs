#!/usr/bin/env node
// npm run demo:replay -- <file> […]: plays a recorded day through the whole platform; --help tells more.
import { nodeVersionFault } from './lifecycle/node-version.mjs';

const fault = nodeVersionFault(process.versions.node);
if (fault) {
  console.error(fault);
  process.exit(1);
}
import('./lifecycle/demo-replay.mjs').then(({ demoReplay }) => demoReplay(process.argv.slice(2)));
