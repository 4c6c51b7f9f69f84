import { describe, expect, it } from '@jest/globals';
import type { Providers, UserErrors } from './running-providers.js';
import {
  ask,
  chat,
  create,
  eventsOf,
  openai,
  providersQuery,
  until,
  upstream,
  useProviders,
} from './running-providers.js';

useProviders();

describe('the quota', () => {
  it('admits exactly what the minute allows, however many ask at once', async () => {
    await create(openai('openai-primary', 'gpt-5.5'));
    const answers = await Promise.all(Array.from({ length: 30 }, () => chat({ maxTokens: 20 })));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'OK');
    expect(codes.filter((code) => code === 'OK')).toHaveLength(20);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10);
    expect(upstream.calls.filter(({ method }) => method === 'POST')).toHaveLength(20);
  });

  it('never lets calls at once cost more than the month allows', async () => {
    await create(openai('openai-primary', 'gpt-5.5'));
    const set = await ask<Record<string, unknown>>(
      `mutation { setAIQuota(input: { monthlyCostLimit: "0.02" }) { quota { monthlyCostLimit requestsPerMinute } userErrors { code } } }`,
    );
    expect(set.data?.['setAIQuota']).toEqual({
      quota: { monthlyCostLimit: '0.02', requestsPerMinute: 20 },
      userErrors: [],
    });
    // Each may cost 0.009 and a little for its prompt, so only two fit beside each other.
    const answers = await Promise.all(Array.from({ length: 6 }, () => chat()));
    const refused = answers.flatMap(
      ({ data }) => data?.generateChatCompletion?.userErrors.map(({ code }) => code) ?? [],
    );
    expect(refused.every((code) => code === 'QUOTA_EXCEEDED')).toBe(true);
    const { data } = await ask<Providers>(providersQuery);
    expect(Number(data?.aiQuota.monthlyCostUsed)).toBeLessThanOrEqual(0.02);
    expect(Number(data?.aiQuota.monthlyCostUsed)).toBeCloseTo((6 - refused.length) * 0.000316, 6);
  });

  it('alerts once when a provider has cost its threshold', async () => {
    const costTracking = { alertThreshold: 0.0005 };
    await create(openai('openai-primary', 'gpt-5.5', { costTracking }));
    for (let call = 0; call < 4; call++) await chat();
    await until(() => eventsOf('usage.recorded').length === 8);
    expect(eventsOf('ai.provider-alert').map(({ payload }) => payload)).toMatchObject([
      { kind: 'COST_THRESHOLD', providerName: 'openai-primary' },
    ]);
  });

  it.each([
    ['requestsPerMinute', 'requestsPerMinute: 21'],
    ['tokensPerMinute', 'tokensPerMinute: 0'],
    ['monthlyCostLimit', 'monthlyCostLimit: "1.01"'],
  ])('refuses a %s beyond the platform', async (field, input) => {
    const { data } = await ask<{ setAIQuota: { userErrors: UserErrors } }>(
      `mutation { setAIQuota(input: { ${input} }) { userErrors { code path } } }`,
    );
    expect(data?.setAIQuota.userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', field] },
    ]);
  });
});
