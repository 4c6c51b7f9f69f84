import { z } from 'zod';
import type { RawEvent } from '../ingest/feed-ingest.js';

const instant = z
  .union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
  .describe('ms since the epoch, or ISO 8601');
/** JSON's numbers are read as the shortest text that means them. */
const decimal = z.union([z.string(), z.number().transform(String)]);
const sequence = z.number().int().nonnegative().optional();

const quote = z.object({
  type: z.literal('quote'),
  symbol: z.string(),
  time: instant,
  bid: decimal,
  ask: decimal,
  sequence,
});

const trade = z.object({
  type: z.literal('trade'),
  symbol: z.string(),
  time: instant,
  price: decimal,
  quantity: decimal,
  id: z.union([z.string().min(1).max(100), z.number().int().transform(String)]),
  /** Who crossed the spread. */
  side: z.enum(['BUYER', 'SELLER']).optional(),
  sequence,
});

const eventSchema = z.discriminatedUnion('type', [quote, trade]);

/** Reads a line of JSON as a quote or trade; answers in words why it is none. */
export const parseEventLine = (line: string): RawEvent | string => {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no event'}`;
  }
  const event = parsed.data;
  const numbered = event.sequence === undefined ? {} : { sequence: event.sequence };
  if (event.type === 'quote') {
    const { symbol, time, bid, ask } = event;
    return { quote: { symbol, bid, ask, eventTimeMs: time, ...numbered } };
  }
  const { symbol, time, price, quantity, id, side } = event;
  return {
    trade: {
      ...{ symbol, price, quantity, eventTimeMs: time, tradeId: id },
      aggressor: side ?? null,
      ...numbered,
    },
  };
};
