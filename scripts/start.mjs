#!/usr/bin/env node
// npm start: from a fresh clone to a running platform. Nothing but the version check may be imported at the top:
// an old Node.js would fail on the syntax of the rest before it could say what is wrong.
import { nodeVersionFault } from './lifecycle/node-version.mjs';

const fault = nodeVersionFault(process.versions.node);
if (fault) {
  console.error(fault);
  process.exit(1);
}
import('./lifecycle/start.mjs').then(({ start }) => start(process.argv.slice(2)));
