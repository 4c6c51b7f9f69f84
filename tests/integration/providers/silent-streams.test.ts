import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { AIUpstream } from '../../fakes/ai-upstream.js';
import type { OpenParts } from './provider-parts.js';
import { openParts } from './provider-parts.js';

const upstream = new AIUpstream();
const clock = new VirtualClock(Date.parse('2026-03-10T12:00:00.000Z'));
const question = { messages: [{ role: 'USER', content: 'Is EURUSD trending?' }], maxTokens: 300 };
let opened: OpenParts;

beforeAll(async () => {
  await upstream.start();
  opened = await openParts(clock, upstream.origin);
});

afterAll(async () => {
  await opened.close();
  await upstream.stop();
});

describe('a stream that falls silent', () => {
  it.each(['openai', 'anthropic', 'google', 'ollama'] as const)(
    'of %s is ended after the time of a whole answer, and charged for what came',
    async (type) => {
      const tenantId = await opened.database.provisionTenant();
      const viewer: Viewer = {
        ...{ kind: 'user', tenantId, userId: 'usr_1', sessionId: 'ses_1', role: 'OWNER' },
        scopes: ['ai:use', 'ai:admin'],
      };
      const { providers, completions } = opened.parts.services;
      const baseUrl = type === 'openai' ? `${upstream.origin}/v1` : upstream.origin;
      const only = await providers.create(
        { viewer, requestId: 'req_1' },
        {
          type,
          name: 'only',
          apiKey: 'k',
          baseUrl,
          models: { chat: 'fake-stall' },
          timeoutMs: 500,
        },
      );
      const chunks = completions.stream(viewer, question);
      await chunks.next();
      await chunks.next();
      // A reader who takes his time is not the provider's silence.
      clock.advanceBy(10_000);
      const ended = expect(chunks.next()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      await new Promise((resolve) => setImmediate(resolve));
      clock.advanceBy(499);
      expect(only.api.getMetrics().errors).toBe(0);
      clock.advanceBy(1);
      await ended;
      expect(only.api.getMetrics()).toMatchObject({ requests: 1, errors: 1 });
      const { spent, left } = await opened.database.tenantDb.withTenant(tenantId, async (db) => ({
        spent: await db.aiSpend.findFirst({ where: { providerId: only.id } }),
        left: await db.aiReservation.count(),
      }));
      expect({ requests: spent?.requests, left }).toEqual({ requests: 1, left: 0 });
      expect(spent?.completionTokens).toBeGreaterThan(0n);
    },
  );
});
