import { z } from 'zod';

/** An exact decimal number in plain notation, such as `"-0.00045"`. */
export const decimalField = z.string().regex(/^-?\d+(\.\d+)?$/);

/** A UTC instant with milliseconds, such as `"2014-05-05T00:00:01.250Z"`. */
export const instantField = z.iso.datetime({ precision: 3 });

/** An ISO 4217 code, or the ticker of a crypto currency (`USDT`). */
export const currencyField = z.string().regex(/^[A-Z0-9]{3,10}$/);
