import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { ConfigurableType } from '../../../subgraphs/providers/adapters/create-provider.js';
import type { AIProvider } from '../../../subgraphs/providers/framework/ai-provider.js';
import { createDeadline } from '../../../subgraphs/providers/framework/deadline.js';
import type { FailureKind } from '../../../subgraphs/providers/framework/provider-error.js';
import type { TenantProvider } from '../../../subgraphs/providers/framework/provider-registry.js';
import type { ProvidersParts } from '../../../subgraphs/providers/providers-parts.js';
import { answerText } from '../../fakes/ai-protocols/upstream-call.js';
import { AIUpstream } from '../../fakes/ai-upstream.js';
import type { OpenParts } from './provider-parts.js';
import { openParts } from './provider-parts.js';

const types = ['openai', 'anthropic', 'google', 'ollama'] as const;
type Type = (typeof types)[number];

/** What a fault leads to: how often the first provider is tried, who answers, and whether its circuit takes note. */
type Row = {
  fault: string;
  kind: FailureKind;
  tries: number;
  /** `error` where no other may be asked. */
  end: 'takeover' | 'error';
  opensCircuit: boolean;
  /** Where a protocol knows no such fault, or says it in its own way. */
  except?: Partial<Record<Type, Partial<Row> | null>>;
};

/** Google asks for two seconds, more patience than there is while another provider stands by. */
const limited = { google: { tries: 1 } };
const spentNowhereElse = { google: null, ollama: null };

const everywhere: Row[] = [
  { fault: '400', kind: 'INVALID_REQUEST', tries: 1, end: 'error', opensCircuit: false },
  { fault: '401', kind: 'KEY_REFUSED', tries: 1, end: 'takeover', opensCircuit: false },
  { fault: '404', kind: 'MODEL_NOT_FOUND', tries: 1, end: 'takeover', opensCircuit: false },
  {
    ...{ fault: '429', kind: 'RATE_LIMITED', tries: 2, end: 'takeover', opensCircuit: false },
    except: limited,
  },
  {
    ...{ fault: 'spent', kind: 'QUOTA_EXHAUSTED', tries: 1, end: 'takeover', opensCircuit: false },
    except: spentNowhereElse,
  },
  { fault: '500', kind: 'SERVER_ERROR', tries: 2, end: 'takeover', opensCircuit: true },
  { fault: 'hangup', kind: 'CONNECTION_FAILED', tries: 2, end: 'takeover', opensCircuit: true },
  { fault: 'slow', kind: 'TIMED_OUT', tries: 1, end: 'takeover', opensCircuit: true },
];

const onlyWhole: Row[] = [
  { fault: 'malformed', kind: 'MALFORMED_ANSWER', tries: 1, end: 'takeover', opensCircuit: true },
];

/** After the first piece: the try has succeeded, and nobody else may go on. */
const afterFirst: Row[] = [
  { fault: 'truncated', kind: 'INTERRUPTED', tries: 1, end: 'error', opensCircuit: true },
  { fault: 'stall', kind: 'INTERRUPTED', tries: 1, end: 'error', opensCircuit: true },
  {
    ...{ fault: 'stream-error', kind: 'SERVER_ERROR', tries: 1, end: 'error', opensCircuit: true },
    // It knows no error within a stream: one that stops without a reason was cut.
    except: { google: { kind: 'INTERRUPTED' } },
  },
];

const casesOf = (rows: readonly Row[]): [Type, string, Row][] =>
  rows.flatMap(({ except, ...row }) =>
    types.flatMap((type): [Type, string, Row][] => {
      const own = except?.[type];
      return own === null ? [] : [[type, row.fault, { ...row, ...own }]];
    }),
  );

const upstream = new AIUpstream();
const viewer = (tenantId: string): Viewer => ({
  ...{ kind: 'user', tenantId, userId: 'usr_1', sessionId: 'ses_1', role: 'OWNER' },
  scopes: ['ai:use', 'ai:admin'],
});
const question = { messages: [{ role: 'USER', content: 'Is EURUSD trending?' }], maxTokens: 300 };
const secret = 'sk-very-secret-key-0123456789';

let database: TestDatabase;
let parts: ProvidersParts;
let opened: OpenParts;
let tenantId: string;

beforeAll(async () => {
  await upstream.start();
  opened = await openParts(systemClock, upstream.origin);
  ({ parts, database } = opened);
  tenantId = await database.provisionTenant();
});

afterAll(async () => {
  await opened.close();
  await upstream.stop();
});

beforeEach(() => {
  upstream.calls.length = 0;
});

const describeOf = (type: ConfigurableType, name: string, model: string, timeoutMs: number) => ({
  ...{ type, name, apiKey: secret, models: { chat: model }, timeoutMs },
  baseUrl: type === 'openai' ? `${upstream.origin}/v1` : upstream.origin,
  retryConfig: { maxRetries: 1, initialDelay: 0 },
});

type Pair = { first: TenantProvider; second: TenantProvider };

/** The provider that fails and one that stands by; gone after the work, as they may not answer the next question. */
const withPair = async (type: Type, fault: string, work: (pair: Pair) => Promise<void>) => {
  const by = { viewer: viewer(tenantId), requestId: 'req_1' };
  const { providers } = parts.services;
  const patienceMs = fault === 'slow' ? 100 : 30_000;
  const first = await providers.create(by, describeOf(type, 'first', `fake-${fault}`, patienceMs));
  const second = await providers.create(by, describeOf('openai', 'second', 'gpt-5.5', 30_000));
  try {
    await work({ first, second });
  } finally {
    await providers.delete(by, first.id);
    await providers.delete(by, second.id);
  }
};

type Told = { text: string; attempts: { provider: string; outcome: string }[]; code: string };

const attemptsOf = (attempts: unknown): Told['attempts'] =>
  ((attempts ?? []) as Told['attempts']).map(({ provider, outcome }) => ({ provider, outcome }));

const failed = (error: unknown, text: string): Told => {
  if (!(error instanceof DomainError)) throw error;
  expect(JSON.stringify([error.message, error.details])).not.toContain(secret);
  return { text, attempts: attemptsOf(error.details?.['attempts']), code: error.code };
};

const askWhole = async (): Promise<Told> => {
  try {
    const { text, attempts } = await parts.services.completions.chat(viewer(tenantId), question);
    return { text, attempts: attemptsOf(attempts), code: 'OK' };
  } catch (error) {
    return failed(error, '');
  }
};

const askStream = async (fault: string): Promise<Told> => {
  let text = '';
  try {
    const chunks = parts.services.completions.stream(viewer(tenantId), question);
    for await (const { delta } of chunks) {
      text += delta;
      if (fault === 'stall' && text === wordsBeforeFault) upstream.hangUp();
    }
    return { text, attempts: [], code: 'OK' };
  } catch (error) {
    return failed(error, text);
  }
};

/** What the fakes send before a stream goes wrong. */
const wordsBeforeFault = 'Momentum and ';

/** Five at once, which is what a circuit bears. */
const hammer = async (api: AIProvider, { fault }: Row, isStream: boolean): Promise<void> => {
  const request = { model: `fake-${fault}`, maxTokens: 50, temperature: null };
  const messages = [{ role: 'USER', content: 'Still there?' }] as const;
  const signal = (): AbortSignal =>
    fault === 'slow' ? createDeadline(systemClock, 50).signal : new AbortController().signal;
  const streams = Array.from({ length: 5 }, () =>
    isStream ? api.streamChatCompletion({ ...request, messages }, signal()) : null,
  );
  const iterators = streams.map((stream) => stream?.[Symbol.asyncIterator]());
  const begun = iterators.map(async (stream) => {
    if (!stream) await api.generateChatCompletion({ ...request, messages }, signal());
    else if (fault === 'stall') for (let word = 0; word < 2; word++) await stream.next();
    else while (!(await stream.next()).done);
  });
  await Promise.allSettled(begun);
  if (fault !== 'stall') return;
  upstream.hangUp();
  await Promise.allSettled(iterators.map(async (stream) => await stream?.next()));
};

const spentOf = ({ id }: TenantProvider) =>
  database.tenantDb.withTenant(tenantId, async (db) =>
    db.aiSpend.findFirst({ where: { providerId: id } }),
  );

const expectNothingReserved = async (): Promise<void> => {
  const open = await database.tenantDb.withTenant(tenantId, async (db) => db.aiReservation.count());
  expect(open).toBe(0);
};

const expectCharged = async ({ first, second }: Pair, by: 'first' | 'second' | null) => {
  const spent = { first: await spentOf(first), second: await spentOf(second) };
  expect(spent.first?.requests ?? 0).toBe(by === 'first' ? 1 : 0);
  expect(spent.second?.requests ?? 0).toBe(by === 'second' ? 1 : 0);
  // As reported; the price of gpt-5.5 to the last digit.
  if (by === 'second')
    expect(spent.second).toMatchObject({ promptTokens: 20n, completionTokens: 9n });
  if (by === 'second') expect(spent.second?.cost.toFixed()).toBe('0.000316');
  if (by === 'first') expect(spent.first?.completionTokens).toBeGreaterThan(0n);
  await expectNothingReserved();
};

const expectCircuit = async ({ first }: Pair, row: Row, isStream: boolean): Promise<void> => {
  await hammer(first.api, row, isStream);
  expect(first.api.circuit).toBe(row.opensCircuit ? 'open' : 'closed');
};

const expectedAttempts = ({ kind, tries, end }: Row): Told['attempts'] => [
  ...Array.from({ length: tries }, () => ({ provider: 'first', outcome: kind })),
  ...(end === 'takeover' ? [{ provider: 'second', outcome: 'SUCCEEDED' }] : []),
];

describe('a whole answer', () => {
  it.each(casesOf([...everywhere, ...onlyWhole]))('of %s with %s', async (type, fault, row) => {
    await withPair(type, fault, async (pair) => {
      const told = await askWhole();
      expect(told).toEqual({
        text: row.end === 'takeover' ? answerText : '',
        attempts: expectedAttempts(row),
        code: row.end === 'takeover' ? 'OK' : 'INVALID_INPUT',
      });
      await expectCharged(pair, row.end === 'takeover' ? 'second' : null);
      await expectCircuit(pair, row, false);
    });
  });
});

describe('a stream before its first piece', () => {
  it.each(casesOf(everywhere))('of %s with %s', async (type, fault, row) => {
    await withPair(type, fault, async (pair) => {
      const told = await askStream(fault);
      expect({ text: told.text, code: told.code }).toEqual({
        text: row.end === 'takeover' ? answerText : '',
        code: row.end === 'takeover' ? 'OK' : 'INVALID_INPUT',
      });
      const asked = upstream.calls.filter(({ method }) => method === 'POST').length;
      if (fault !== '429') expect(asked).toBe(expectedAttempts(row).length);
      await expectCharged(pair, row.end === 'takeover' ? 'second' : null);
      await expectCircuit(pair, row, true);
    });
  });
});

describe('a stream after its first piece', () => {
  it.each(casesOf(afterFirst))('of %s with %s', async (type, fault, row) => {
    await withPair(type, fault, async (pair) => {
      expect(await askStream(fault)).toEqual({
        text: wordsBeforeFault,
        attempts: [{ provider: 'first', outcome: 'SUCCEEDED' }],
        code: 'SERVICE_UNAVAILABLE',
      });
      expect(upstream.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
      await expectCharged(pair, 'first');
      await expectCircuit(pair, row, true);
    });
  });
});
