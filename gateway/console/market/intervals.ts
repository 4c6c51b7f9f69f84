import type { CandleInterval } from '../__generated__/operations.js';

const seconds = {
  S1: 1,
  M1: 60,
  M5: 300,
  M15: 900,
  M30: 1_800,
  H1: 3_600,
  H4: 14_400,
  D1: 86_400,
} as const satisfies Record<CandleInterval, number>;

export const intervals = Object.keys(seconds) as CandleInterval[];

export const secondsOf = (interval: CandleInterval): number => seconds[interval];

export const intervalNamed = (name: string): CandleInterval =>
  intervals.find((interval) => interval === name) ?? 'M1';
