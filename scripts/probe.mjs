#!/usr/bin/env node
// Whether the service on this container's port is ready: node scripts/probe.mjs <port>
const [port] = process.argv.slice(2);
const isReady = await fetch(`http://127.0.0.1:${port}/readyz`, {
  signal: AbortSignal.timeout(2_500),
})
  .then(({ ok }) => ok)
  .catch(() => false);
process.exit(isReady ? 0 : 1);
