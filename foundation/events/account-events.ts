import { z } from 'zod';
import { currencyField, decimalField, instantField } from './event-fields.js';

export const accountOpenedType = 'account.opened';
export const accountValuedType = 'account.valued';

/** Payload of `account.opened`; followed at once by a first `account.valued` at the initial balance. */
export const accountOpenedSchema = z.object({
  accountId: z.string(),
  name: z.string(),
  currency: currencyField,
  initialBalance: decimalField,
  time: instantField,
});
export type AccountOpened = z.infer<typeof accountOpenedSchema>;

/**
 * What an account was worth: told when it opens, after each fill, and at each minute close of market time while a
 * position is open. `equity` = `balance` + unrealised profit and loss at the side that would close the position.
 */
export const accountValuedSchema = z.object({
  accountId: z.string(),
  currency: currencyField,
  balance: decimalField,
  equity: decimalField,
  time: instantField,
});

/** Payload of `account.valued`; the key of the event is the account's id. */
export type AccountValued = z.infer<typeof accountValuedSchema>;
