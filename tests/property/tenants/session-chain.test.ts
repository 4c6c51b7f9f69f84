import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEnvelope } from '../../../foundation/crypto/envelope.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { Caller } from '../../../subgraphs/tenants/access/caller.js';
import type { Member } from '../../../subgraphs/tenants/accounts/member.js';
import {
  accessTokenLifetimeMs,
  idleLifetimeMs,
  judgeRefresh,
  longestLifetimeMs,
  repeatGraceMs,
} from '../../../subgraphs/tenants/sessions/session.js';
import { createSessionService } from '../../../subgraphs/tenants/sessions/session-service.js';
import type { SessionStore } from '../../../subgraphs/tenants/sessions/session-store.js';
import { createTenantEvents } from '../../../subgraphs/tenants/tenants/tenant-events.js';
import type { TenantStatus } from '../../../subgraphs/tenants/tenants/tenant.js';
import { createSigningKeyRing } from '../../../subgraphs/tenants/signing-keys/signing-key-ring.js';
import { hashRefreshToken } from '../../../subgraphs/tenants/sessions/refresh-token.js';
import { createMemorySessionStore } from '../../unit/tenants/memory-session-store.js';
import { createMemorySigningKeyStore } from '../../unit/tenants/memory-signing-key-store.js';

const startMs = Date.UTC(2026, 0, 5);
const nobody: Caller = { viewer: { kind: 'anonymous' }, requestId: 'req_1', address: null };
const keyStore = createMemorySigningKeyStore();

const setUp = (store: SessionStore = createMemorySessionStore()) => {
  const clock = new VirtualClock(startMs);
  const random = seededBytes(1);
  const ids = createIdGenerator(clock, random);
  const tenant: Member['tenant'] = {
    id: 'ten_1',
    slug: 'acme',
    name: 'Acme',
    baseCurrency: 'USD',
    status: 'ACTIVE',
    suspensionReason: null,
    createdAt: new Date(startMs),
  };
  const member: Member = { userId: 'usr_1', email: 'a@x.example', role: 'OWNER', tenant };
  const service = createSessionService({
    store,
    findMember: () => Promise.resolve(member),
    keys: createSigningKeyRing({
      store: keyStore,
      envelope: createEnvelope([Buffer.alloc(32, 1)]),
      clock,
      tokenLifetimeMs: accessTokenLifetimeMs,
    }),
    operators: new Set(),
    events: createTenantEvents({ ids, clock }),
    access: { ended: () => Promise.resolve(), tenant: () => Promise.resolve() },
    relay: { kick: () => Promise.resolve() },
    clock,
    ids,
    random,
    logger: createLogger({ level: 'silent' }),
  });
  const refresh = async (token: string): Promise<string> => {
    try {
      return (await service.refresh(nobody, token)).refreshToken;
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  };
  const setStatus = (status: TenantStatus) => (tenant.status = status);
  return { clock, service, member, refresh, setStatus };
};

/** One session as a reader of the README would keep it: a list of tokens, the last one current. */
type Model = { tokens: string[]; startedMs: number; rotatedMs: number; isRevoked: boolean };

const expected = (model: Model, index: number, nowMs: number, isSuspended: boolean) => {
  const idleEndMs = model.rotatedMs + idleLifetimeMs;
  if (model.isRevoked || nowMs >= Math.min(idleEndMs, model.startedMs + longestLifetimeMs))
    return 'SESSION_EXPIRED';
  const last = model.tokens.length - 1;
  const isRepeat = index === last - 1 && nowMs < model.rotatedMs + repeatGraceMs;
  if (index !== last && !isRepeat) {
    model.isRevoked = true;
    return 'SESSION_EXPIRED';
  }
  if (isSuspended) return 'TENANT_SUSPENDED';
  return isRepeat ? model.tokens[last] : 'a new token';
};

const step = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'signIn' } as const) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('refresh' as const),
      session: fc.nat(3),
      /** Counted from the newest. */
      age: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(3)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(
        1,
        repeatGraceMs - 1,
        repeatGraceMs,
        3_600_000,
        idleLifetimeMs - 1,
        idleLifetimeMs,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suspend' as const), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('signOut' as const), session: fc.nat(3) }),
  },
);

describe('a session', () => {
  it('answers every history of refreshes as the rules say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { clock, service, member, refresh, setStatus } = setUp();
        const models: Model[] = [];
        const ids: string[] = [];
        let isSuspended = false;
        for (const action of steps) {
          const nowMs = clock.nowMs();
          if (action.kind === 'signIn') {
            const { refreshToken, accessToken } = await service.start(nobody, member);
            models.push({
              tokens: [refreshToken],
              startedMs: nowMs,
              rotatedMs: nowMs,
              isRevoked: false,
            });
            ids.push(sessionIdOf(accessToken));
          } else if (action.kind === 'wait') clock.advanceBy(action.ms);
          else if (action.kind === 'suspend') {
            isSuspended = action.on;
            setStatus(isSuspended ? 'SUSPENDED' : 'ACTIVE');
          } else {
            const model = models[action.session];
            if (!model) continue;
            if (action.kind === 'signOut') {
              const sessionId = ids[action.session] ?? '';
              await service.end({ ...nobody, viewer: { kind: 'user', ...identity, sessionId } });
              model.isRevoked = true;
              continue;
            }
            const index = Math.max(0, model.tokens.length - 1 - action.age);
            const answer = await refresh(model.tokens[index] ?? '');
            const wanted = expected(model, index, nowMs, isSuspended);
            if (wanted === 'a new token') {
              expect(answer).toMatch(/^rt_/);
              expect(models.flatMap(({ tokens }) => tokens)).not.toContain(answer);
              model.tokens.push(answer);
              model.rotatedMs = nowMs;
            } else expect(answer).toBe(wanted);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has at most one live chain whatever happens at once, and none after a reuse', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.nat(3),
        fc.array(fc.nat(3), { minLength: 2, maxLength: 8 }),
        async (scheduler, rotations, ages) => {
          const store = createMemorySessionStore();
          const { clock, service, member, refresh } = setUp({
            ...store,
            find: scheduler.scheduleFunction((hash) => store.find(hash)),
          });
          const started = service.start(nobody, member);
          const tokens = [(await started).refreshToken];
          for (let i = 0; i < rotations; i++) {
            const next = refresh(tokens.at(-1) ?? '');
            await scheduler.waitFor(next);
            tokens.push(await next);
          }

          const presented = ages.map((age) => Math.max(0, tokens.length - 1 - age));
          const racing = Promise.all(presented.map((index) => refresh(tokens[index] ?? '')));
          await scheduler.waitFor(racing);
          const answers = await racing;
          const issued = answers.filter((answer) => answer.startsWith('rt_'));

          const all = store.all();
          const generations = all.map(({ token }) => token.generation);
          expect(new Set(generations).size).toBe(generations.length);
          expect(all.map(({ hash }) => hash)).toEqual(
            expect.arrayContaining([...tokens, ...issued].map(hashRefreshToken)),
          );
          const live = all.filter(
            ({ session, token }) => judgeRefresh(session, token, clock.nowMs()) === 'ROTATE',
          );
          const wasReused = presented.some((index) => index < tokens.length - 2);
          expect(live.length).toBeLessThanOrEqual(wasReused ? 0 : 1);
          // Tabs that all hold the current token end up with the same next one, and the session lives on.
          if (presented.every((index) => index === tokens.length - 1)) {
            expect(live).toHaveLength(1);
            expect(new Set(answers.map(hashRefreshToken))).toEqual(new Set([live[0]?.hash]));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

const identity = {
  tenantId: 'ten_1',
  userId: 'usr_1',
  role: 'OWNER' as const,
  scopes: [],
};

const sessionIdOf = (accessToken: string): string => {
  const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { sid: string }).sid;
};
