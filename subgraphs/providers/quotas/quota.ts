import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import { zero } from '../../../foundation/money/decimal.js';
import type { MinuteLimits, MinuteWindow } from './minute-window.js';
import { currentWindow, waitFor, withRequest } from './minute-window.js';

/** What a tenant may use; costs in US dollars per calendar month (UTC). */
export type QuotaLimits = MinuteLimits & { monthlyCostLimit: Decimal };

/** What a tenant has used. */
export type QuotaState = { minute: MinuteWindow; monthStartMs: number; monthCost: Decimal };

/** What a call may use at most. */
export type QuotaAsk = { tokens: number; cost: Decimal };

/** A call under way. */
export type Reservation = QuotaAsk & {
  id: string;
  minuteStartMs: number;
  monthStartMs: number;
  expiresAtMs: number;
};

export const monthOf = (nowMs: number): number => {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
};

/** The state as it stands now: emptied where a new minute or month has begun. */
export const currentState = (state: QuotaState, nowMs: number): QuotaState => {
  const monthStartMs = monthOf(nowMs);
  const month =
    monthStartMs > state.monthStartMs
      ? { monthStartMs, monthCost: zero }
      : { monthStartMs: state.monthStartMs, monthCost: state.monthCost };
  return { minute: currentWindow(state.minute, nowMs), ...month };
};

/**
 * The state with one more call admitted.
 * @param reservedCost of the calls of this month that are under way.
 * @throws {DomainError} RATE_LIMITED with `retryAfterMs`, or QUOTA_EXCEEDED where waiting for a minute does not help.
 */
export const admit = (
  before: QuotaState,
  reservedCost: Decimal,
  ask: QuotaAsk,
  { limits, nowMs }: { limits: QuotaLimits; nowMs: number },
): QuotaState => {
  const state = currentState(before, nowMs);
  if (ask.tokens > limits.tokensPerMinute)
    throw new DomainError(
      'QUOTA_EXCEEDED',
      `The request may use ${ask.tokens} tokens, more than the ${limits.tokensPerMinute} of a whole minute.`,
    );
  if (state.monthCost.plus(reservedCost).plus(ask.cost).gt(limits.monthlyCostLimit))
    throw new DomainError(
      'QUOTA_EXCEEDED',
      "The request could take this month's AI costs over their limit.",
    );
  const retryAfterMs = waitFor(state.minute, limits, ask.tokens, nowMs);
  if (retryAfterMs !== null)
    throw new DomainError('RATE_LIMITED', 'Too many AI requests in this minute.', undefined, {
      retryAfterMs,
    });
  return { ...state, minute: withRequest(state.minute, ask.tokens) };
};

/** The state with what the call truly used in place of what it reserved. */
export const settle = (
  before: QuotaState,
  reservation: Reservation,
  used: QuotaAsk,
  nowMs: number,
): QuotaState => {
  const state = currentState(before, nowMs);
  const sameMinute = reservation.minuteStartMs === state.minute.startMs;
  const sameMonth = reservation.monthStartMs === state.monthStartMs;
  const tokens = state.minute.tokens - reservation.tokens + used.tokens;
  return {
    minute: sameMinute ? { ...state.minute, tokens: Math.max(0, tokens) } : state.minute,
    monthStartMs: state.monthStartMs,
    monthCost: sameMonth ? state.monthCost.plus(used.cost) : state.monthCost,
  };
};
