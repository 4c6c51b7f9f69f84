import { z } from 'zod';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { candleIntervals } from '../../../foundation/events/candle-events.js';

/** A second's candle is mostly the spread; there is nothing to learn from it that costs would leave. */
const intervals = candleIntervals.filter((interval) => interval !== 'S1');

const wholeNumber = (least: number, most: number) =>
  z
    .number()
    .int()
    .refine(
      (value) => value >= least && value <= most,
      `is a whole number from ${least} to ${most}.`,
    );

const schema = z.object({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,59}$/,
      'A name has up to 60 small letters, digits, dots, dashes and underscores.',
    ),
  symbol: z.string().min(1).max(40),
  interval: z.enum(intervals, 'Models are trained on candles of a minute or longer.'),
  horizon: wholeNumber(1, 100),
  timeBudgetSeconds: wholeNumber(1, 300),
  seed: wholeNumber(0, 2_147_483_647),
});

export type TrainingRequestInput = z.output<typeof schema>;

/** @throws {InputFaults} naming every fault. */
export const parseTrainingRequest = (input: unknown): TrainingRequestInput =>
  checkInput(schema, input);
