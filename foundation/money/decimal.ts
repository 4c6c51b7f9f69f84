import { Decimal as DecimalJs } from 'decimal.js';

/** Exact decimal arithmetic for money, prices and quantities: 40 significant digits, never a float. */
export const Decimal = DecimalJs.clone({ precision: 40, rounding: DecimalJs.ROUND_HALF_EVEN });
export type Decimal = DecimalJs;

export const zero = new Decimal(0);

/**
 * Parses a decimal string such as `"1.08455"`.
 * @throws {TypeError} when the text is not a finite plain decimal number.
 */
export const parseDecimal = (text: string): Decimal => {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new TypeError(`not a decimal number: ${text}`);
  return new Decimal(text);
};

/** Plain notation without exponent or superfluous zeros, as sent on the wire. */
export const decimalText = (value: Decimal): string => value.toFixed();

/** Whether `value` is a whole multiple of `step`, as tick and lot sizes demand. */
export const isMultipleOf = (value: Decimal, step: Decimal): boolean => value.mod(step).isZero();
