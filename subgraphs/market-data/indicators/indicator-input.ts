import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IndicatorArguments } from './calculator.js';

const longestPeriod = 200;

/** @throws {DomainError} INVALID_INPUT for a period that is none, or so long that no history would settle it. */
export const checkIndicatorArguments = (options: IndicatorArguments): void => {
  for (const [name, value] of Object.entries(options)) {
    if (name === 'deviations') {
      if (!(value > 0 && value <= 10))
        throw new DomainError('INVALID_INPUT', 'deviations is more than 0 and at most 10.', [name]);
    } else if (value < 1 || value > longestPeriod)
      throw new DomainError('INVALID_INPUT', `${name} is from 1 to ${longestPeriod}.`, [name]);
  }
  const { fast, slow } = options;
  if (fast !== undefined && slow !== undefined && fast >= slow)
    throw new DomainError('INVALID_INPUT', 'fast is shorter than slow.', ['fast']);
};
