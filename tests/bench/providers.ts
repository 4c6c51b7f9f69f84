// npm run bench -- providers [--quick]: one chat through ai-orchestrator, with its quota reserved and settled in a
// durable PostgreSQL, beside @portkey-ai/gateway, which keeps no books, and beside the upstream itself. Interleaved, over one
// fake of OpenAI on loopback; the machine's cores are shared by all of them.
import { createClient } from 'graphql-ws';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';
import { AIUpstream } from '../fakes/ai-upstream.js';
import { portOf, startProgramAt } from './gateway/child-process.js';
import { installPortkey, startPortkey } from './providers/peers.js';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 3 : 7;
const callsPerRound = isQuick ? 40 : 100;
const loopMs = isQuick ? 1_000 : 3_000;
const connections = 20;

/** One way to the model: a whole answer, and the time until a stream's first piece. */
type Way = { name: string; ask(): Promise<void>; firstPieceMs(): Promise<number> };

const messages = [
  { role: 'user', content: `Is EURUSD trending? ${'Consider it well. '.repeat(35)}` },
];

const openaiWay = (name: string, url: string, headers: Record<string, string>): Way => {
  const send = (stream: boolean) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench', ...headers },
      body: JSON.stringify({ model: 'gpt-5.5', messages, max_completion_tokens: 100, stream }),
    });
  return {
    name,
    async ask() {
      const response = await send(false);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
    },
    async firstPieceMs() {
      const startedAt = performance.now();
      const reader = (await send(true)).body?.getReader();
      await reader?.read();
      const ms = performance.now() - startedAt;
      while (!(await reader?.read())?.done);
      return ms;
    },
  };
};

const input = {
  messages: messages.map(({ content }) => ({ role: 'USER', content })),
  maxTokens: 100,
};

const ourWay = (url: string, identity: () => string): Way => {
  const client = createClient({
    ...{ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: true },
    lazyCloseTimeout: 60_000,
  });
  return {
    name: 'ai-orchestrator',
    async ask() {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-platform-identity': identity() },
        body: JSON.stringify({
          query: `mutation ($input: GenerateChatCompletionInput!) { generateChatCompletion(input: $input) { completion { text usage { costUsd } } userErrors { message } } }`,
          variables: { input },
        }),
      });
      const text = await response.text();
      if (!text.includes('"costUsd":"')) throw new Error(text);
    },
    async firstPieceMs() {
      const startedAt = performance.now();
      let firstAt = 0;
      const stream = client.iterate({
        query: `subscription ($input: GenerateChatCompletionInput!) { chatCompletionStream(input: $input) { delta } }`,
        variables: { input },
        extensions: { identity: identity() },
      });
      for await (const { errors } of stream) {
        if (errors) throw new Error(JSON.stringify(errors));
        firstAt ||= performance.now();
      }
      return firstAt - startedAt;
    },
  };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const inTurn = async (calls: number, measure: () => Promise<number>): Promise<number> => {
  const times: number[] = [];
  for (let call = 0; call < calls; call++) times.push(await measure());
  return median(times);
};

const timeOf = (ask: () => Promise<void>) => async (): Promise<number> => {
  const startedAt = performance.now();
  await ask();
  return performance.now() - startedAt;
};

const perSecond = async (ask: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  let answers = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() - startedAt < loopMs) {
        await ask();
        answers++;
      }
    }),
  );
  return (answers * 1_000) / (performance.now() - startedAt);
};

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the start`);
const upstream = await new AIUpstream().start();
const ours = startProgramAt('tests/bench/providers/our-service.ts', upstream.origin);
const ourUrl = `http://127.0.0.1:${await portOf(ours)}`;
let identity = '';
const renewIdentity = async (): Promise<void> => {
  ours.process.stdin?.write('\n');
  identity = await ours.line();
};
const portkey = installPortkey() ? await startPortkey() : null;
const direct = openaiWay('the upstream itself', upstream.origin, {});
const ways = [
  direct,
  ourWay(ourUrl, () => identity),
  ...(portkey
    ? [
        openaiWay('@portkey-ai/gateway', portkey.url, {
          'x-portkey-provider': 'openai',
          'x-portkey-custom-host': `${upstream.origin}/v1`,
        }),
      ]
    : []),
];

const figures = new Map(ways.map((way) => [way, { p50: [0], first: [0], rate: [0] }]));
try {
  for (let round = -1; round < rounds; round++)
    for (const [way, found] of figures) {
      await renewIdentity();
      const p50 = await inTurn(
        callsPerRound,
        timeOf(() => way.ask()),
      );
      const first = await inTurn(callsPerRound / 2, () => way.firstPieceMs());
      const rate = await perSecond(() => way.ask());
      upstream.calls.length = 0;
      // The first round warms up.
      if (round <= 0) Object.assign(found, { p50: [], first: [], rate: [] });
      found.p50.push(p50);
      found.first.push(first);
      found.rate.push(rate);
    }
  const base = figures.get(direct);
  for (const [{ name }, { p50, first, rate }] of figures)
    console.log(
      `${name}: p50 ${median(p50).toFixed(2)} ms (+${(median(p50) - median(base?.p50 ?? [])).toFixed(2)}), first piece of a stream ${median(first).toFixed(2)} ms (+${(median(first) - median(base?.first ?? [])).toFixed(2)}), ${Math.round(median(rate))} requests/s at ${connections} at once`,
    );
} finally {
  // By itself, for it has a PostgreSQL to end.
  const ended = once(ours.process, 'exit');
  ours.process.stdin?.end();
  await ended;
  await portkey?.child.stop();
  await upstream.stop();
}
process.exit(0);
