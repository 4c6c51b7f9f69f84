import { z } from 'zod';
import { decimalField, instantField } from './event-fields.js';

export const signalEmittedType = 'signal.emitted';

/** LONG and SHORT are the side to hold; FLAT closes what is held. */
export const signalDirections = ['LONG', 'SHORT', 'FLAT'] as const;

/** TRADED: its order was placed. IGNORED: the position is already as it wants. REFUSED: the order was denied. */
export const signalStatuses = ['TRADED', 'IGNORED', 'REFUSED'] as const;

export const signalEmittedSchema = z.object({
  signalId: z.string(),
  strategyId: z.string(),
  accountId: z.string(),
  symbol: z.string(),
  direction: z.enum(signalDirections),
  /** 0 to 1; null when the source gives none. */
  confidence: decimalField.nullable(),
  /** Why, in words and numbers a trader can check. */
  rationale: z.string(),
  status: z.enum(signalStatuses),
  orderId: z.string().nullable(),
  /** The instant of the data that it was derived from. */
  generatedAt: instantField,
  time: instantField,
});

/** Payload of `signal.emitted`; the key of the event is the account's id. */
export type SignalEmitted = z.infer<typeof signalEmittedSchema>;
