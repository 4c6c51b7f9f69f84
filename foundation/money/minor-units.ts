import { Decimal } from './decimal.js';

/** Digits after the point of the currency's smallest unit (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD. */
const minorDigitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** The amount in whole smallest units, still in the currency itself; halves go to the even neighbour. */
export const roundToMinorUnit = (amount: Decimal, currency: string): Decimal =>
  amount.toDecimalPlaces(minorDigitsOf(currency), Decimal.ROUND_HALF_EVEN);

/** Whether the currency can express the amount exactly. */
export const isInMinorUnits = (amount: Decimal, currency: string): boolean =>
  amount.decimalPlaces() <= minorDigitsOf(currency);

/**
 * The amount counted in the currency's smallest unit: 12.50 USD is 1250.
 * @throws {RangeError} when the amount has a fraction of it.
 */
export const toMinorUnits = (amount: Decimal, currency: string): bigint => {
  if (!isInMinorUnits(amount, currency))
    throw new RangeError(`${amount.toFixed()} ${currency} is no whole number of smallest units`);
  return BigInt(amount.times(new Decimal(10).pow(minorDigitsOf(currency))).toFixed());
};

/** The inverse of `toMinorUnits`. */
export const fromMinorUnits = (units: bigint, currency: string): Decimal =>
  new Decimal(units.toString()).div(new Decimal(10).pow(minorDigitsOf(currency)));
