// Streams: fan-out against plain `ws`, readers that stall, idle sockets, reloads. `--quick` takes under two minutes.
const role = process.argv
  .find((argument) => argument.startsWith('--role='))
  ?.slice('--role='.length);
if (role === undefined) await import('./streams/run.js');
else if (role === 'gateway') await import('./streams/gateway-role.js');
else if (role === 'plain') await import('./streams/plain-role.js');
else await import('./streams/clients-role.js');
