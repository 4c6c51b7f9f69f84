import type { StrategyKind } from '../__generated__/operations.js';

const numberIn = (parameters: unknown, name: string): string => {
  const value = (parameters as Record<string, unknown> | null)?.[name];
  return typeof value === 'number' ? String(value) : '?';
};

/** How a strategy decides, in a few words. */
export const describeRule = (kind: StrategyKind, parameters: unknown): string =>
  kind === 'EXTERNAL'
    ? 'signals from outside'
    : `EMA ${numberIn(parameters, 'fast')} over ${numberIn(parameters, 'slow')}`;
