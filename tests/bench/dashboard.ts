// npm run bench -- dashboard [--users 1000] [--tenants 50] [--think 5] [--seconds 60]
// Users with live prices open who ask a query, look at the answer for `think` seconds on average, and ask the next.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { print } from 'graphql';
import { Client } from 'undici';
import WebSocket from 'ws';
import { seededRandom } from '../../foundation/ids/seeded-random.js';
import { readOperations } from '../../scripts/contract/contract-operations.mjs';
import { startProcess } from '../e2e/lifecycle/platform-process.js';
import { memoryOf } from './support/process-memory.js';

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '1000' },
    tenants: { type: 'string', default: '50' },
    think: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '60' },
  },
});
const users = Number(options.users);
const tenants = Math.min(Number(options.tenants), users);
const thinkMs = Number(options.think) * 1_000;
const measureMs = Number(options.seconds) * 1_000;
/** Everybody arrives within this time; caches, plans and compiled code are warm after it. */
const arrivalMs = 20_000;
const limits = { p95Ms: 100, errorRate: 0.001 };
const symbols = ['EURUSD', 'XAUUSD', 'BTCUSDT'];
const random = seededRandom(20_140_505);

const repository = path.join(import.meta.dirname, '../..');
const operations = new Map(
  readOperations(path.join(repository, 'tests/contract')).map(({ name, document }) => [
    name,
    print(document),
  ]),
);

type Member = { token: string; accountId: string };
type Question = { name: string; variables: (member: Member) => Record<string, unknown> };

const hoursAgo = (hours: number): string =>
  new Date(performance.timeOrigin + performance.now() - hours * 3_600_000).toISOString();
const oneOf = <TItem>(items: readonly TItem[]): TItem =>
  items[Math.floor(random() * items.length)] as TItem;

/** What the pages of a dashboard ask, each as often as the others. */
const questions: readonly Question[] = [
  { name: 'Viewer', variables: () => ({}) },
  { name: 'Accounts', variables: () => ({}) },
  { name: 'Orders', variables: ({ accountId }) => ({ accountId, first: 20 }) },
  { name: 'Performance', variables: ({ accountId }) => ({ accountId }) },
  { name: 'Instruments', variables: () => ({}) },
  {
    name: 'Candles',
    variables: () => ({
      symbol: oneOf(symbols),
      interval: 'M1',
      from: hoursAgo(2),
      to: hoursAgo(0),
    }),
  },
  { name: 'Billing', variables: () => ({}) },
  {
    name: 'Usage',
    variables: () => ({ from: hoursAgo(24), to: hoursAgo(0), granularity: 'HOUR' }),
  },
  { name: 'Notifications', variables: () => ({ first: 20 }) },
  { name: 'Models', variables: () => ({}) },
];

type Reply = { data?: Record<string, unknown> | null; errors?: { message: string }[] };

const ask = async (
  client: Client,
  body: { query: string; variables: Record<string, unknown> },
  token?: string,
): Promise<{ reply: Reply; bytes: number }> => {
  const { body: answer } = await client.request({
    path: '/graphql',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { reply: JSON.parse(text) as Reply, bytes: text.length };
};

const newMember = async (origin: string, index: number): Promise<Member> => {
  const client = new Client(origin);
  try {
    const { reply: signedUp } = await ask(client, {
      query: operations.get('SignUp') ?? '',
      variables: {
        input: {
          tenantName: `Desk ${index}`,
          email: `owner@desk-${index}.example`,
          password: 'correct horse battery staple 9',
        },
      },
    });
    const token = (signedUp.data?.['signUp'] as { session: { accessToken: string } | null }).session
      ?.accessToken;
    if (token === undefined) throw new Error(`no sign-up: ${JSON.stringify(signedUp)}`);
    const { reply } = await ask(client, { query: '{ accounts { id } }', variables: {} }, token);
    const accountId = (reply.data?.['accounts'] as { id: string }[])[0]?.id ?? '';
    // A desk that has traded: its lists are not empty.
    for (const side of ['BUY', 'SELL', 'BUY'])
      await ask(
        client,
        {
          query: operations.get('PlaceOrder') ?? '',
          variables: {
            input: {
              accountId,
              clientOrderId: `desk-${index}-${side}-${random()}`,
              symbol: 'BTCUSDT',
              side,
              type: 'MARKET',
              quantity: '0.01',
              timeInForce: 'IOC',
            },
          },
        },
        token,
      );
    return { token, accountId };
  } finally {
    await client.close();
  }
};

type Tally = {
  byQuestion: Map<string, number[]>;
  errors: Map<string, number>;
  events: number;
  closedSockets: number;
};

const isOn = { measuring: false, running: true };
const tally: Tally = { byQuestion: new Map(), errors: new Map(), events: 0, closedSockets: 0 };

const note = (name: string, elapsedMs: number, fault: string | undefined): void => {
  if (!isOn.measuring) return;
  const times = tally.byQuestion.get(name) ?? [];
  times.push(elapsedMs);
  tally.byQuestion.set(name, times);
  if (fault !== undefined) {
    const what = `${name}: ${fault}`;
    tally.errors.set(what, (tally.errors.get(what) ?? 0) + 1);
  }
};

const openPrices = (origin: string, { token }: Member): WebSocket => {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const say = (message: object): void => socket.send(JSON.stringify(message));
  socket.on('open', () =>
    say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  );
  socket.on('message', (data: Buffer) => {
    const type = /"type":"(\w+)"/.exec(data.toString('latin1', 0, 60))?.[1];
    if (type === 'connection_ack')
      say({
        id: 'prices',
        type: 'subscribe',
        payload: {
          query: operations.get('Prices'),
          variables: { symbols, maxRatePerSecond: 1 },
        },
      });
    else if (type === 'ping') say({ type: 'pong' });
    else if (type === 'next' && isOn.measuring) tally.events++;
    else if (type === 'error')
      tally.errors.set('Prices: refused', (tally.errors.get('Prices: refused') ?? 0) + 1);
  });
  socket.on('close', () => {
    if (isOn.running) tally.closedSockets++;
  });
  socket.on('error', () => undefined);
  return socket;
};

const beUser = async (origin: string, member: Member): Promise<void> => {
  await delay(random() * arrivalMs);
  const client = new Client(origin, { pipelining: 1 });
  const socket = openPrices(origin, member);
  while (isOn.running) {
    const { name, variables } = oneOf(questions);
    const startedAt = performance.now();
    const body = { query: operations.get(name) ?? '', variables: variables(member) };
    const fault = await ask(client, body, member.token).then(
      ({ reply }) => reply.errors?.[0]?.message,
      (error: unknown) => String(error),
    );
    note(name, performance.now() - startedAt, fault);
    await delay(-Math.log(1 - random()) * thinkMs);
  }
  socket.terminate();
  await client.close();
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

const line = (what: string, times: readonly number[]): void => {
  const sorted = [...times].sort((one, other) => one - other);
  const figures = [0.5, 0.95, 0.99, 1].map((share) =>
    quantile(sorted, share).toFixed(1).padStart(8),
  );
  console.log(`${what.padEnd(16)} ${String(sorted.length).padStart(7)} ${figures.join(' ')}`);
};

const report = (): void => {
  const all = [...tally.byQuestion.values()].flat();
  console.log(`\n${'query'.padEnd(16)}   count   p50 ms   p95 ms   p99 ms   max ms`);
  for (const [name, times] of tally.byQuestion) line(name, times);
  line('all', all);
  const errors = [...tally.errors.values()].reduce((sum, count) => sum + count, 0);
  for (const [what, count] of tally.errors) console.log(`  ${count} × ${what}`);
  const p95 = quantile(
    all.sort((one, other) => one - other),
    0.95,
  );
  const errorRate = errors / all.length;
  console.log(
    `\n${(all.length / (measureMs / 1_000)).toFixed(0)} queries/s, ${(tally.events / (measureMs / 1_000)).toFixed(0)} live events/s, ${tally.closedSockets} sockets closed by the platform`,
  );
  console.log(
    `p95 ${p95.toFixed(1)} ms: ${p95 < limits.p95Ms ? 'within' : 'OVER'} ${limits.p95Ms} ms`,
  );
  console.log(
    `errors ${(errorRate * 100).toFixed(3)} %: ${errorRate < limits.errorRate ? 'within' : 'OVER'} ${limits.errorRate * 100} %`,
  );
};

const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-dashboard-'));
chmodSync(dataDir, 0o755);
const { instance, exit, kill } = await startProcess(dataDir);
try {
  const { origin } = new URL(instance.url);
  console.log(
    `${users} users of ${tenants} tenants on ${cpus().length} cores (load ${loadavg()[0]?.toFixed(1)} before)`,
  );
  const members: Member[] = [];
  for (let index = 0; index < tenants; index++) members.push(await newMember(origin, index));
  console.log(`${tenants} tenants have signed up and traded`);
  const perTenant = Math.ceil(users / tenants);
  const all = members
    .flatMap((member) => Array.from({ length: perTenant }, () => member))
    .slice(0, users)
    .map((member) => beUser(origin, member));
  await delay(arrivalMs);
  isOn.measuring = true;
  await delay(measureMs);
  isOn.measuring = false;
  report();
  const memory = memoryOf(instance.pid);
  if (memory)
    console.log(
      `memory ${memory.total} MB (Node.js ${memory.node}, PostgreSQL ${memory.postgres})`,
    );
  isOn.running = false;
  await Promise.all(all);
} finally {
  kill('SIGINT');
  await exit;
  rmSync(dataDir, { recursive: true, force: true });
}
