import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { signalDirections } from '../../../foundation/events/signal-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { clientKey } from '../orders/order-request.js';
import type { Strategy } from '../strategies/strategy.js';
import type { Signal, SignalIntent } from './signal.js';

const signalRequest = z.object({
  strategyId: z.string(),
  signalId: clientKey,
  symbol: z.string(),
  direction: z.enum(signalDirections),
  confidence: z.number().min(0).max(1).nullish(),
  rationale: z.string().min(1).max(500).nullish(),
  generatedAt: z.date(),
});

/** How far ahead of ours the clock of a source may be. */
const toleratedLeadMs = 5_000;

/** @throws {DomainError} INVALID_INPUT naming every field at fault. */
export const readSignalIntent = (input: unknown): SignalIntent => {
  const request = checkInput(signalRequest, input);
  return {
    // A namespace of its own, so that no outside signal can take the place of one of the rule's.
    externalId: `outside-${request.signalId}`,
    strategyId: request.strategyId,
    symbol: request.symbol,
    direction: request.direction,
    confidence: typeof request.confidence === 'number' ? new Decimal(request.confidence) : null,
    rationale: request.rationale ?? 'Submitted from outside.',
    generatedAt: request.generatedAt,
  };
};

/** @throws {DomainError} naming why the strategy cannot trade the signal now. */
export const assertTradable = (
  intent: SignalIntent,
  strategy: Strategy,
  age: { nowMs: number; mostMs: number },
): void => {
  if (strategy.status !== 'RUNNING')
    throw new DomainError('INVALID_STATE', `The strategy is ${strategy.status}.`, [
      'input',
      'strategyId',
    ]);
  if (!strategy.symbols.includes(intent.symbol))
    throw new DomainError('INVALID_INPUT', `The strategy does not trade ${intent.symbol}.`, [
      'input',
      'symbol',
    ]);
  const ageMs = age.nowMs - intent.generatedAt.getTime();
  if (ageMs > age.mostMs)
    throw new DomainError('INVALID_INPUT', 'The signal is too old to be traded.', [
      'input',
      'generatedAt',
    ]);
  if (ageMs < -toleratedLeadMs)
    throw new DomainError('INVALID_INPUT', 'The signal is from the future.', [
      'input',
      'generatedAt',
    ]);
};

/** @throws {DomainError} IDEMPOTENCY_MISMATCH when the repeat says something else. */
export const assertSameSignal = (signal: Signal, repeat: SignalIntent): void => {
  const isSame =
    signal.symbol === repeat.symbol &&
    signal.direction === repeat.direction &&
    signal.rationale === repeat.rationale &&
    String(signal.confidence) === String(repeat.confidence) &&
    signal.generatedAt.getTime() === repeat.generatedAt.getTime();
  if (!isSame)
    throw new DomainError(
      'IDEMPOTENCY_MISMATCH',
      'Another signal of this strategy has that signalId.',
      ['input', 'signalId'],
    );
};
