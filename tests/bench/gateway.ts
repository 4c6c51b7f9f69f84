// npm run bench -- gateway [--quick] [--only <variant>,…]: gateways side by side, interleaved, over the same subgraphs.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { memoryMb, portOf, processorMs, startProgram } from './gateway/child-process.js';
import type { Child } from './gateway/child-process.js';
import { graphs, shapes } from './gateway/graphs.js';
import type { GraphName, Shape } from './gateway/graphs.js';
import type { LoadCommand, LoadReport } from './gateway/load-generator.js';
import type { OurOptions } from './gateway/our-gateway.js';
import { installPeer, startHive, startPlainApollo } from './gateway/peers.js';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 3 : 5;
const roundMs = isQuick ? 700 : 2_000;
const warmUpMs = isQuick ? 1_500 : 3_000;
const warmAnswers = 3_000;
const folder = join(import.meta.dirname, '../../.cache/bench-peers');
mkdirSync(folder, { recursive: true });

const names = {
  plain: 'Apollo Server + Apollo Gateway',
  hive: 'Hive Gateway',
  hiveRust: 'Hive Gateway, Rust planner',
  ours: 'ours',
  oursOnApollo: "ours on Apollo's planner",
  oursDeduplicated: 'ours, de-duplicating',
  embedded: 'ours, subgraphs in process',
} as const;
type Variant = keyof typeof names;

type Running = { child: Child; port: number };
type Measured = { rates: number[]; p95s: number[]; cpuUs: number[]; failures: number };

const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA' };
/** Everybody is sent the same token; ours is the only one that looks at it. */
const token = await new SignJWT({
  ...{ tid: 'ten_bench', sid: 'ses_bench', role: 'TRADER', scope: 'market:read' },
})
  .setProtectedHeader({ alg: 'EdDSA', kid: 'bench' })
  .setSubject('usr_bench')
  .setIssuer('ai-trading-platform')
  .setAudience('api')
  .setExpirationTime('1h')
  .sign(privateKey);

const composeGraph = (graph: GraphName, port: number): string => {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(graphs[graph]).map(([name, { sdl }]) => ({
      ...{ name, url: `http://127.0.0.1:${port}/${graph}/${name}`, typeDefs: parse(sdl) },
    })),
  );
  if (errors) throw new AggregateError(errors);
  const file = join(folder, `${graph}.graphql`);
  writeFileSync(file, supergraphSdl);
  return file;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const startOurs = async (
  graph: GraphName,
  supergraph: string,
  options: { colocated?: boolean; environment?: Record<string, string> } = {},
): Promise<Running> => {
  const { colocated = false, environment = {} } = options;
  const given: OurOptions = {
    ...{ graph, supergraph, colocated, folder, environment },
    jwks: { keys: { keys: [jwk] } },
  };
  const child = startProgram('our-gateway.ts', JSON.stringify(given));
  return { child, port: await portOf(child) };
};

/** Equal requests under way at once are answered one by one, unless it says otherwise. */
const off = { GATEWAY_DEDUPLICATE: 'off' };

const apolloHome = installPeer(folder, 'apollo');
const hiveHome = installPeer(folder, 'hive');

/** By name, for a quick look at one or two: `--only plain,ours`. */
const wanted = process.argv[process.argv.indexOf('--only') + 1]?.split(',');
const isWanted = (variant: Variant): boolean =>
  !process.argv.includes('--only') || (wanted?.includes(variant) ?? false);

const startAll = async (graph: GraphName, supergraph: string): Promise<Map<Variant, Running>> => {
  const running = new Map<Variant, Running>();
  const hive = async (home: string, flags: readonly string[]) =>
    startHive(home, supergraph, { port: await freePort(), flags });
  const ours = (environment: Record<string, string>, colocated = false) =>
    startOurs(graph, supergraph, { environment: { ...off, ...environment }, colocated });
  const starters: Record<Variant, (() => Promise<Running>) | null> = {
    plain: apolloHome === null ? null : () => startPlainApollo(apolloHome, supergraph),
    hive: hiveHome === null ? null : () => hive(hiveHome, []),
    hiveRust: hiveHome === null ? null : () => hive(hiveHome, ['--hive-router-runtime']),
    ours: () => ours({}),
    oursOnApollo: () => ours({ GATEWAY_PLANNER: 'apollo' }),
    oursDeduplicated: () => ours({ GATEWAY_DEDUPLICATE: 'viewer' }),
    embedded: () => ours({}, true),
  };
  for (const variant of Object.keys(starters) as Variant[]) {
    const start = starters[variant];
    if (start && isWanted(variant)) running.set(variant, await start());
  }
  return running;
};

const requestOf = ({ body }: Shape, port: number): string => {
  const text = JSON.stringify(body);
  return [
    'POST /graphql HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
};

/** Asks until the gateway answers; some say that they are ready before they are. */
const answerOf = async ({ body }: Shape, { port }: Running): Promise<unknown> => {
  const deadline = performance.now() + 90_000;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (response?.ok) {
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      if (errors !== undefined) throw new Error(`errors: ${JSON.stringify(errors).slice(0, 500)}`);
      return data;
    }
    if (performance.now() > deadline) throw new Error('a gateway does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const load = async (generator: Child, command: LoadCommand): Promise<LoadReport> => {
  generator.process.stdin?.write(`${JSON.stringify(command)}\n`);
  return JSON.parse(await generator.line()) as LoadReport;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const measureRound = async (
  generator: Child,
  shape: Shape,
  { running: { child, port }, ms }: { running: Running; ms: number },
): Promise<{ report: LoadReport; cpuUs: number | null }> => {
  const before = processorMs(child.process.pid);
  const report = await load(generator, {
    ...{ port, ms, connections: shape.connections, request: requestOf(shape, port) },
  });
  const after = processorMs(child.process.pid);
  const cpuMs = before === null || after === null ? null : after - before;
  return { report, cpuUs: cpuMs === null ? null : (cpuMs * 1_000) / report.answers };
};

/** Code is compiled well after some thousands of requests, however long these take. */
const warmUp = async (generator: Child, shape: Shape, running: Running): Promise<void> => {
  let answers = 0;
  for (let i = 0; i < 3 && answers < warmAnswers; i++)
    answers += (await measureRound(generator, shape, { running, ms: warmUpMs })).report.answers;
};

const measureShape = async (
  generator: Child,
  shape: Shape,
  gateways: ReadonlyMap<Variant, Running>,
): Promise<Map<Variant, Measured>> => {
  const [first] = gateways.values();
  if (!first) throw new Error('no gateway runs');
  const expected = await answerOf(shape, first);
  for (const [variant, running] of gateways)
    if (!isDeepStrictEqual(await answerOf(shape, running), expected))
      throw new Error(`${names[variant]} answers ${shape.name} otherwise than the others`);
  console.log(
    `\n${shape.name} — ${JSON.stringify(expected).length.toLocaleString('en')} bytes, all answers equal`,
  );

  const results = new Map<Variant, Measured>();
  for (const [variant, running] of gateways) {
    await warmUp(generator, shape, running);
    results.set(variant, { rates: [], p95s: [], cpuUs: [], failures: 0 });
  }
  for (let round = 0; round < rounds; round++)
    for (const [variant, running] of gateways) {
      const { report, cpuUs } = await measureRound(generator, shape, { running, ms: roundMs });
      const measured = results.get(variant);
      measured?.rates.push(report.answers / (report.ms / 1_000));
      measured?.p95s.push(report.p95);
      if (cpuUs !== null) measured?.cpuUs.push(cpuUs);
      if (measured) measured.failures += report.failures;
    }
  return results;
};

const cell = (text: string, width: number): string => text.padStart(width);

const print = (
  results: ReadonlyMap<Variant, Measured>,
  gateways: ReadonlyMap<Variant, Running>,
): void => {
  const plain = results.get('plain');
  console.log(
    `${'gateway'.padEnd(32)}${['req/s', '× plain', 'p95 ms', 'CPU µs/req', 'MB'].map((one) => cell(one, 12)).join('')}`,
  );
  for (const [variant, { rates, p95s, cpuUs, failures }] of results) {
    const rate = median(rates);
    const cells = [
      rate.toFixed(0),
      plain ? (rate / median(plain.rates)).toFixed(1) : '-',
      median(p95s).toFixed(1),
      cpuUs.length > 0 ? median(cpuUs).toFixed(0) : '-',
      memoryMb(gateways.get(variant)?.child.process.pid)?.toFixed(0) ?? '-',
    ];
    const note = failures > 0 ? `  ${failures} failures` : '';
    console.log(`${names[variant].padEnd(32)}${cells.map((one) => cell(one, 12)).join('')}${note}`);
  }
};

type Floor = { shape: number; of: Variant; against: Variant; least: number };
const floors: readonly Floor[] = [
  { shape: 1, of: 'ours', against: 'plain', least: 10 },
  { shape: 1, of: 'ours', against: 'hive', least: 5 },
  { shape: 1, of: 'ours', against: 'hiveRust', least: 2 },
  { shape: 2, of: 'ours', against: 'hiveRust', least: 1.2 },
  { shape: 1, of: 'embedded', against: 'plain', least: 15 },
];

const generator = startProgram('load-generator.ts');
const subgraphs = startProgram('subgraph-server.ts');
const all: Map<Variant, Measured>[] = [];
try {
  const port = await portOf(subgraphs);
  for (const graph of Object.keys(graphs) as GraphName[]) {
    const gateways = await startAll(graph, composeGraph(graph, port));
    try {
      for (const shape of shapes.filter((one) => one.graph === graph)) {
        const results = await measureShape(generator, shape, gateways);
        print(results, gateways);
        all.push(results);
      }
    } finally {
      await Promise.all([...gateways.values()].map(({ child }) => child.stop()));
    }
  }
} finally {
  await Promise.all([generator.stop(), subgraphs.stop()]);
}

console.log('\nAgainst the floors (requests per second; processor time per request in brackets):');
for (const { shape, of, against, least } of floors) {
  const [one, other] = [all[shape]?.get(of), all[shape]?.get(against)];
  if (!one || !other) continue;
  const ratio = median(one.rates) / median(other.rates);
  const cpu = median(other.cpuUs) / median(one.cpuUs);
  console.log(
    `${ratio >= least ? 'holds' : 'BELOW'}  ${names[of]} ÷ ${names[against]}, ${shapes[shape]?.name}: ${ratio.toFixed(2)} (${cpu.toFixed(2)}), at least ${least}`,
  );
}
