import { z } from 'zod';
import { currencyField, decimalField, instantField } from './event-fields.js';
import { orderSides } from './order-events.js';

export const fillRecordedType = 'fill.recorded';

export const positionSides = ['LONG', 'SHORT', 'FLAT'] as const;

/**
 * One execution and what it did to the account. All money is in `currency`, the account's own:
 * `balanceAfter` = balance before + `realizedPnl` − `fee`.
 */
export const fillRecordedSchema = z.object({
  fillId: z.string(),
  orderId: z.string(),
  accountId: z.string(),
  strategyId: z.string().nullable(),
  symbol: z.string(),
  side: z.enum(orderSides),
  /** Units of the instrument's base asset. */
  quantity: decimalField,
  /** In the instrument's quote currency. */
  price: decimalField,
  liquidity: z.enum(['MAKER', 'TAKER']),
  fee: decimalField,
  /** Always the account's currency today: equal to `currency`. */
  feeCurrency: currencyField,
  currency: currencyField,
  /** Gross of fees; zero when the fill only opened or increased the position. */
  realizedPnl: decimalField,
  /** How much of `quantity` reduced an existing position; the rest opened or increased one. */
  closedQuantity: decimalField,
  balanceAfter: decimalField,
  positionAfter: z.object({
    side: z.enum(positionSides),
    /** Never negative; the side gives the direction. */
    quantity: decimalField,
    /** Null when flat. */
    averagePrice: decimalField.nullable(),
  }),
  /** Counts the fills of this account from 1, without a gap. */
  sequence: z.number().int().positive(),
  time: instantField,
});

/** Payload of `fill.recorded`; the key of the event is the account's id. */
export type FillRecorded = z.infer<typeof fillRecordedSchema>;
