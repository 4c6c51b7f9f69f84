import { candleIntervalMs } from '../../../foundation/events/candle-events.js';
import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { candleIntervals } from '../../../foundation/events/candle-events.js';
import { currencyField } from '../../../foundation/events/event-fields.js';
import { positiveAmount } from '../orders/order-request.js';
import { ruleParameters, strategySizing, strategySymbols } from '../strategies/strategy-request.js';
import type { BacktestTerms } from './backtest.js';
import { priceIntervalOf } from './market-history.js';

const largestSeed = 2_147_483_647;
/** Candles that are played, of all instruments together: two years of minutes of one of them. */
export const mostCandles = 1_100_000;

const backtestRequest = z
  .object({
    strategy: z.object({
      kind: z.literal('INDICATOR', 'only INDICATOR strategies decide by themselves'),
      symbols: strategySymbols,
      interval: z.enum(candleIntervals),
      parameters: z.unknown().optional(),
      sizing: strategySizing,
    }),
    from: z.date(),
    to: z.date(),
    initialBalance: positiveAmount,
    currency: currencyField,
    seed: z.int().min(0).max(largestSeed),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be later than from' });

/** @throws {DomainError} INVALID_INPUT naming every field at fault. */
export const readBacktestTerms = (input: unknown): BacktestTerms => {
  const { strategy, ...terms } = checkInput(backtestRequest, input);
  const { parameters, ...tested } = strategy;
  const path = ['input', 'strategy', 'parameters'];
  return { ...terms, strategy: { ...tested, rule: checkInput(ruleParameters, parameters, path) } };
};

/** @throws {DomainError} INVALID_INPUT when the range is not over yet or holds too many candles. */
export const assertPlayable = (
  { from, to, strategy }: BacktestTerms,
  { nowMs, instruments }: { nowMs: number; instruments: number },
): void => {
  if (to.getTime() > nowMs)
    throw new DomainError('INVALID_INPUT', 'The range is not over yet.', ['input', 'to']);
  const interval = priceIntervalOf(strategy.interval);
  const candles = ((to.getTime() - from.getTime()) / candleIntervalMs[interval]) * instruments;
  if (candles > mostCandles)
    throw new DomainError(
      'INVALID_INPUT',
      `The range holds up to ${Math.ceil(candles)} ${interval} candles of ${instruments} instruments; at most ${mostCandles} are played.`,
      ['input', 'from'],
    );
};
