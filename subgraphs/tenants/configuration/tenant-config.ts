import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import type { TenantConfigSnapshot } from '../../../foundation/events/tenant-events.js';
import { Decimal, decimalText } from '../../../foundation/money/decimal.js';

export const riskProfiles = ['CONSERVATIVE', 'MODERATE', 'AGGRESSIVE'] as const;

/** A tenant's settings; decimals are plain strings. */
export type TenantConfig = TenantConfigSnapshot;

export const defaultTenantConfig: TenantConfig = {
  aiProviders: { primary: null, fallback: null, local: null },
  tradingEngine: {
    riskProfile: 'MODERATE',
    maxPositionSize: '100000',
    stopLossThreshold: '0.02',
  },
  dataFeeds: ['simulator'],
};

/** Absent (or null) leaves a setting as it is; a provider's name is cleared by null. */
export type TenantConfigChange = {
  aiProviders?: {
    primary?: string | null;
    fallback?: string | null;
    local?: string | null;
  } | null;
  tradingEngine?: {
    riskProfile?: TenantConfig['tradingEngine']['riskProfile'] | null;
    maxPositionSize?: Decimal | null;
    stopLossThreshold?: Decimal | null;
  } | null;
  dataFeeds?: readonly string[] | null;
};

const largestPosition = new Decimal('1e12');

const providerName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'Give the name of a provider: letters, digits, ".", "_", "-", at most 63.',
  )
  .nullable();

const aiProviders = z
  .object({ primary: providerName, fallback: providerName, local: providerName })
  .refine(({ primary, fallback }) => fallback === null || fallback !== primary, {
    path: ['fallback'],
    error: 'The fallback must be another provider than the primary.',
  });

const decimalThat = (isAllowed: (value: Decimal) => boolean, places: number, error: string) =>
  z.string().refine(
    (text) => {
      const value = new Decimal(text);
      return isAllowed(value) && value.decimalPlaces() <= places;
    },
    { error },
  );

const tradingEngine = z.object({
  riskProfile: z.enum(riskProfiles),
  maxPositionSize: decimalThat(
    (value) => value.gt(0) && value.lte(largestPosition),
    8,
    'Give a size above 0 and at most 1000000000000, with at most 8 decimals.',
  ),
  stopLossThreshold: decimalThat(
    (value) => value.gt(0) && value.lt(1),
    6,
    'Give a fraction between 0 and 1, such as 0.02, with at most 6 decimals.',
  ),
});

const dataFeeds = z
  .array(
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Give the name of a feed, such as simulator.'),
  )
  .min(1, 'Name at least one feed.')
  .max(16, 'Name at most 16 feeds.')
  .refine((feeds) => new Set(feeds).size === feeds.length, { error: 'Name each feed once.' });

const schema = z.object({ aiProviders, tradingEngine, dataFeeds });

/**
 * The settings after a change, checked as a whole.
 * @throws {InputFaults} naming every setting at fault.
 */
export const changeTenantConfig = (
  config: TenantConfig,
  change: TenantConfigChange,
): TenantConfig => {
  const engine = change.tradingEngine;
  const changed = {
    aiProviders: { ...config.aiProviders, ...present(change.aiProviders ?? {}) },
    tradingEngine: {
      riskProfile: engine?.riskProfile ?? config.tradingEngine.riskProfile,
      maxPositionSize: textOf(engine?.maxPositionSize) ?? config.tradingEngine.maxPositionSize,
      stopLossThreshold:
        textOf(engine?.stopLossThreshold) ?? config.tradingEngine.stopLossThreshold,
    },
    dataFeeds: change.dataFeeds ?? config.dataFeeds,
  };
  return checkInput(schema, changed);
};

const textOf = (value: Decimal | null | undefined): string | undefined =>
  value ? decimalText(value) : undefined;

/** Without the keys that are undefined: spreading them would erase what is there. */
const present = <TValue extends object>(value: TValue): Partial<TValue> =>
  Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as Partial<TValue>;
