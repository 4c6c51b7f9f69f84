/**
 * A price as a whole number of units of 10^−precision: `"1.3871"` at precision 5 is 138710. Whole numbers below 2^53
 * are exact, so hot loops compare and aggregate prices without a decimal library and without rounding.
 */
export type ScaledPrice = number;

/** A quantity in the same way, in units of 10^−quantityPrecision of its instrument. */
export type ScaledQuantity = number;

const zeroCode = 48;
const nineCode = 57;
const dotCode = 46;

/**
 * Reads plain decimal text. NaN when it is not a number, when it has digits beyond `precision` that are not zero,
 * or when it does not fit into 2^53 units. Signs are refused: no price here is negative.
 */
export const parseScaled = (text: string, precision: number): ScaledPrice => {
  let units = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === dotCode && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (code < zeroCode || code > nineCode) return NaN;
    digits++;
    if (decimals >= precision) {
      if (code !== zeroCode) return NaN;
      continue;
    }
    units = units * 10 + (code - zeroCode);
    if (decimals >= 0) decimals++;
  }
  if (digits === 0) return NaN;
  for (let missing = precision - Math.max(decimals, 0); missing > 0; missing--) units *= 10;
  return units <= Number.MAX_SAFE_INTEGER ? units : NaN;
};

/** Plain decimal text without superfluous zeros. */
export const formatScaled = (units: ScaledPrice, precision: number): string => {
  const digits = `${units}`.padStart(precision + 1, '0');
  if (precision === 0) return digits;
  let end = digits.length;
  const point = digits.length - precision;
  while (end > point && digits.charCodeAt(end - 1) === zeroCode) end--;
  const whole = digits.slice(0, point);
  return end === point ? whole : `${whole}.${digits.slice(point, end)}`;
};

/** Text of a sum of two prices as their mean: bid + ask as the mid price, exact to half a unit. */
export const formatMean = (sum: number, precision: number): string =>
  formatScaled(sum * 5, precision + 1);

/** The sum whose mean `text` is; NaN as for `parseScaled`. */
export const parseMean = (text: string, precision: number): number =>
  parseScaled(text, precision + 1) / 5;
