import { describe, expect, it } from '@jest/globals';
import { InputFaults } from '../../../foundation/errors/domain-error.js';
import { parseDecimal } from '../../../foundation/money/decimal.js';
import type { TenantConfigChange } from '../../../subgraphs/tenants/configuration/tenant-config.js';
import {
  changeTenantConfig,
  defaultTenantConfig,
} from '../../../subgraphs/tenants/configuration/tenant-config.js';

const faultsOf = (change: TenantConfigChange): string[] => {
  try {
    changeTenantConfig(defaultTenantConfig, change);
    return [];
  } catch (error) {
    if (!(error instanceof InputFaults)) throw error;
    return error.faults.map((fault) => (fault.inputPath ?? []).join('.'));
  }
};

describe('changeTenantConfig', () => {
  it('changes what is given and leaves the rest', () => {
    const changed = changeTenantConfig(defaultTenantConfig, {
      aiProviders: { primary: 'openai-primary' },
      tradingEngine: { stopLossThreshold: parseDecimal('0.030') },
    });

    expect(changed).toEqual({
      ...defaultTenantConfig,
      aiProviders: { primary: 'openai-primary', fallback: null, local: null },
      tradingEngine: { ...defaultTenantConfig.tradingEngine, stopLossThreshold: '0.03' },
    });
  });

  it('clears a provider by null, and takes null elsewhere for absent', () => {
    const set = changeTenantConfig(defaultTenantConfig, {
      aiProviders: { primary: 'a', fallback: 'b' },
    });

    expect(
      changeTenantConfig(set, {
        aiProviders: { fallback: null },
        tradingEngine: { riskProfile: null, maxPositionSize: null },
        dataFeeds: null,
      }),
    ).toEqual({ ...set, aiProviders: { primary: 'a', fallback: null, local: null } });
    expect(changeTenantConfig(set, { aiProviders: null, tradingEngine: null })).toEqual(set);
  });

  it.each<[string, TenantConfigChange, string]>([
    ['an empty provider name', { aiProviders: { primary: '' } }, 'input.aiProviders.primary'],
    ['a name with a space', { aiProviders: { local: 'my llama' } }, 'input.aiProviders.local'],
    [
      'a fallback that is the primary',
      { aiProviders: { primary: 'a', fallback: 'a' } },
      'input.aiProviders.fallback',
    ],
    [
      'a position of nothing',
      { tradingEngine: { maxPositionSize: parseDecimal('0') } },
      'input.tradingEngine.maxPositionSize',
    ],
    [
      'a negative position',
      { tradingEngine: { maxPositionSize: parseDecimal('-1') } },
      'input.tradingEngine.maxPositionSize',
    ],
    [
      'a position of the whole world',
      { tradingEngine: { maxPositionSize: parseDecimal('1000000000001') } },
      'input.tradingEngine.maxPositionSize',
    ],
    [
      'a position with nine decimals',
      { tradingEngine: { maxPositionSize: parseDecimal('1.000000001') } },
      'input.tradingEngine.maxPositionSize',
    ],
    [
      'a stop at no loss',
      { tradingEngine: { stopLossThreshold: parseDecimal('0') } },
      'input.tradingEngine.stopLossThreshold',
    ],
    [
      'a stop at the loss of everything',
      { tradingEngine: { stopLossThreshold: parseDecimal('1') } },
      'input.tradingEngine.stopLossThreshold',
    ],
    ['no feed', { dataFeeds: [] }, 'input.dataFeeds'],
    ['a feed twice', { dataFeeds: ['simulator', 'simulator'] }, 'input.dataFeeds'],
    ['a feed with capitals', { dataFeeds: ['simulator', 'OANDA'] }, 'input.dataFeeds.1'],
    [
      'too many feeds',
      { dataFeeds: Array.from({ length: 17 }, (_, i) => `feed-${i}`) },
      'input.dataFeeds',
    ],
  ])('refuses %s', (_what, change, path) => {
    expect(faultsOf(change)).toEqual([path]);
  });

  it('names every fault by its path', () => {
    expect(
      faultsOf({
        aiProviders: { primary: ' ' },
        tradingEngine: {
          maxPositionSize: parseDecimal('-5'),
          stopLossThreshold: parseDecimal('2'),
        },
        dataFeeds: ['?'],
      }),
    ).toEqual([
      'input.aiProviders.primary',
      'input.tradingEngine.maxPositionSize',
      'input.tradingEngine.stopLossThreshold',
      'input.dataFeeds.0',
    ]);
  });
});
