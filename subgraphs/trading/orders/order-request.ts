import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { orderSides, orderTypes, timesInForce } from '../../../foundation/events/order-events.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import type { OrderTerms, OrderType, TimeInForce } from './order.js';
import { textOrNull } from './order-view.js';

const largest = new Decimal('1e15');
const mostDigitsAfterPoint = 12;

/** A quantity or a price as somebody wrote it; its size in lots and ticks is for the risk check to judge. */
export const positiveAmount = z
  .custom<Decimal>((value) => Decimal.isDecimal(value), 'must be a decimal number')
  .refine((value) => value.gt(0), 'must be greater than zero')
  .refine((value) => value.lt(largest), 'is too large')
  .refine(
    (value) => value.decimalPlaces() <= mostDigitsAfterPoint,
    `has more than ${mostDigitsAfterPoint} digits after the point`,
  );

/** An idempotency key: printable, no spaces, so that it can be logged and compared without surprises. */
export const clientKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without spaces');

const usualTimeInForce: Record<OrderType, TimeInForce> = {
  MARKET: 'IOC',
  LIMIT: 'GTC',
  STOP_MARKET: 'GTC',
  STOP_LIMIT: 'GTC',
};

const takesLimit = (type: OrderType) => type === 'LIMIT' || type === 'STOP_LIMIT';
const takesStop = (type: OrderType) => type === 'STOP_MARKET' || type === 'STOP_LIMIT';

const orderRequest = z
  .object({
    clientOrderId: clientKey,
    symbol: z.string().min(1).max(32),
    side: z.enum(orderSides),
    type: z.enum(orderTypes),
    quantity: positiveAmount,
    limitPrice: positiveAmount.nullish(),
    stopPrice: positiveAmount.nullish(),
    timeInForce: z.enum(timesInForce).nullish(),
  })
  .superRefine((request, context) => {
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { type } = request;
    if (takesLimit(type) && !request.limitPrice) fault('limitPrice', `a ${type} order needs one`);
    if (!takesLimit(type) && request.limitPrice) fault('limitPrice', `a ${type} order has none`);
    if (takesStop(type) && !request.stopPrice) fault('stopPrice', `a ${type} order needs one`);
    if (!takesStop(type) && request.stopPrice) fault('stopPrice', `a ${type} order has none`);
    if (takesStop(type) && (request.timeInForce === 'IOC' || request.timeInForce === 'FOK'))
      fault('timeInForce', `a ${type} order waits: GTC or DAY`);
  });

/** @throws {DomainError} INVALID_INPUT naming every field at fault. */
export const readOrderTerms = (input: unknown): OrderTerms => {
  const request = checkInput(orderRequest, input);
  return {
    clientOrderId: request.clientOrderId,
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    quantity: request.quantity,
    limitPrice: request.limitPrice ?? null,
    stopPrice: request.stopPrice ?? null,
    timeInForce: request.timeInForce ?? usualTimeInForce[request.type],
  };
};

/** The same for the same request, however its numbers are written. */
export const fingerprintOf = (terms: OrderTerms): string =>
  [
    terms.symbol,
    terms.side,
    terms.type,
    terms.timeInForce,
    textOrNull(terms.quantity),
    textOrNull(terms.limitPrice),
    textOrNull(terms.stopPrice),
  ].join(' ');
