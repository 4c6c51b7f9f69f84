import { median, openBench } from './benchmark.js';
import type { Bench } from './benchmark.js';
import { wait } from './peer.js';
import type { Counts } from './peer.js';

const isQuick = process.argv.includes('--quick');
const say = (line: string): void => console.log(line);
const federated = 'subscription { news { number text instrument { name } } }';

type Round = { perSecond: number; cpuMicros: number };

/** Events in flight at once: enough that nobody idles, few enough that nothing is held back. */
const inFlight = 4;

const fanOut = async (bench: Bench, sockets: number, events: number, rounds: number) => {
  const { world, gateway, plain, clients } = bench;
  const text = JSON.stringify({
    id: '1',
    type: 'next',
    payload: {
      data: { news: { number: 1, text: 'x'.repeat(80), instrument: { name: 'the EURUSD' } } },
      extensions: {
        stream: {
          gatewayTime: new Date(systemNow()).toISOString(),
          cursor: 'x'.repeat(50),
          sequence: 1,
        },
      },
    },
  });
  const measure = async (
    server: typeof gateway,
    send: (times: number) => Promise<unknown>,
    count: (counts: Counts) => number,
  ): Promise<Round> => {
    const before = count(await clients.ask<Counts>({ do: 'counts' }));
    const { cpuMs } = await server.usage();
    const begun = performance.now();
    for (let sent = 0; sent < events; sent += inFlight) {
      await send(inFlight);
      await bench.received((counts) => count(counts) - before >= (sent + inFlight) * sockets);
    }
    const seconds = (performance.now() - begun) / 1_000;
    const used = (await server.usage()).cpuMs - cpuMs;
    const deliveries = events * sockets;
    return { perSecond: deliveries / seconds, cpuMicros: (used * 1_000) / deliveries };
  };

  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = -1; round < rounds; round++) {
    const opened = world.followed;
    await clients.ask({
      do: 'connect',
      url: bench.gatewayUrl,
      sockets,
      query: federated,
      perSocket: false,
    });
    while (world.followed === opened) await wait(5);
    await wait(200);
    const fetched = world.calls.length;
    const mine = await measure(
      gateway,
      async (times) => {
        for (let i = 0; i < times; i++)
          await world.broadcast.append('news', {
            number: 1,
            text: 'x'.repeat(80),
            symbol: 'EURUSD',
          });
      },
      ({ events: count }) => count,
    );
    if (round === 0)
      say(
        `  ${sockets} sockets: ${world.followed - opened} upstream, ${(world.calls.length - fetched) / events} entity fetches per event`,
      );
    await clients.ask({ do: 'hang-up' });
    await clients.ask({
      do: 'connect',
      url: bench.plainUrl,
      sockets,
      query: null,
      perSocket: false,
    });
    const raw = await measure(
      plain,
      (times) => plain.ask({ do: 'broadcast', text, times }),
      ({ frames }) => frames,
    );
    await clients.ask({ do: 'hang-up' });
    // The first is to warm up.
    if (round < 0) continue;
    ours.push(mine);
    theirs.push(raw);
  }
  const of = (all: readonly Round[], key: keyof Round) => median(all.map((one) => one[key]));
  const row = (name: string, all: readonly Round[]) =>
    say(
      `  ${name.padEnd(26)} ${Math.round(of(all, 'perSecond')).toLocaleString('en').padStart(9)} deliveries/s  ${of(all, 'cpuMicros').toFixed(2)} µs CPU each`,
    );
  row('gateway, federated stream', ours);
  row('ws alone, same bytes', theirs);
  const ratio = of(ours, 'perSecond') / of(theirs, 'perSecond');
  const cpuRatio = of(theirs, 'cpuMicros') / of(ours, 'cpuMicros');
  say(
    `  ratio ${ratio.toFixed(2)} by rate, ${cpuRatio.toFixed(2)} by CPU of the server (goal 0.90)`,
  );
};

const stalledReaders = async (bench: Bench, seconds: number) => {
  const { world, gateway, clients } = bench;
  const query = 'subscription { latestPrices { symbol bid } }';
  const connect = (sockets: number) =>
    clients.ask({ do: 'connect', url: bench.gatewayUrl, sockets, query, perSocket: false });
  await connect(40);
  await clients.ask({ do: 'pause', sockets: 40 });
  await connect(10);
  while (world.prices.listeners === 0) await wait(5);
  await wait(200);
  const before = await gateway.usage();
  let emitted = 0;
  const begun = performance.now();
  let peakMb = before.rssMb;
  while (performance.now() - begun < seconds * 1_000) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * 3_000);
    for (; emitted < due; emitted++)
      world.prices.emit({ symbol: `S${emitted % 10}`, bid: `${emitted}:${'x'.repeat(120)}` });
    await wait(5);
  }
  const counts = await bench.received(
    ({ events, conflated }) => events + conflated >= emitted * 10,
  );
  const after = await gateway.usage();
  peakMb = Math.max(peakMb, after.rssMb);
  say(
    `  40 stalled readers, ${Math.round(emitted / seconds)} events/s for ${seconds} s: memory ${before.rssMb.toFixed(0)} → ${peakMb.toFixed(0)} MB (goal < 150 MB more)`,
  );
  say(
    `  10 healthy readers got ${counts.events.toLocaleString('en')} of ${(emitted * 10).toLocaleString('en')} events, ${counts.conflated} replaced by newer ones, ${counts.closed} closed`,
  );
  await clients.ask({ do: 'hang-up' });
};

const idleSockets = async (bench: Bench, sockets: number) => {
  const { gateway, clients } = bench;
  await wait(500);
  const before = await gateway.usage();
  await clients.ask({ do: 'connect', url: bench.gatewayUrl, sockets, query: '', perSocket: false });
  await wait(500);
  const after = await gateway.usage();
  const each = ((after.rssMb - before.rssMb) * 1_024) / sockets;
  say(`  ${sockets.toLocaleString('en')} idle sockets: ${each.toFixed(1)} kB each (goal < 20 kB)`);
  await clients.ask({ do: 'hang-up' });
};

const reloads = async (bench: Bench, sockets: number, times: number) => {
  const { world, gateway, clients } = bench;
  const query =
    'subscription ($symbols: [ID!]) { latestPrices(symbols: $symbols) { symbol instrument { name } } }';
  await clients.ask({ do: 'connect', url: bench.gatewayUrl, sockets, query, perSocket: true });
  while (world.prices.listeners < sockets) await wait(5);
  const opened = world.prices.opened;
  const took: number[] = [];
  for (let i = 1; i <= times; i++)
    took.push(await gateway.ask<number>({ do: 'reload', supergraph: i % 2 }));
  world.prices.emit({ symbol: 'A', bid: '1' });
  const { events, closed } = await bench.received(({ events: count }) => count >= sockets);
  say(
    `  ${times} reloads under ${sockets} streams of ${sockets} executions: ${median(took).toFixed(0)} ms each, ${closed} streams closed, ${world.prices.opened - opened} upstreams opened again, ${events} of ${sockets} got the next event`,
  );
  await clients.ask({ do: 'hang-up' });
};

const systemNow = (): number => performance.timeOrigin + performance.now();

const bench = await openBench();
try {
  say('Fan-out of one federated stream');
  await fanOut(bench, isQuick ? 500 : 1_000, isQuick ? 40 : 200, isQuick ? 3 : 7);
  say('Readers that stall');
  await stalledReaders(bench, isQuick ? 4 : 15);
  say('Idle sockets');
  await idleSockets(bench, isQuick ? 2_000 : 9_900);
  say('Reload');
  await reloads(bench, isQuick ? 300 : 1_000, 4);
} finally {
  await bench.close();
}
