import { request } from 'undici';
import { z } from 'zod';

/** A REST answer that is none; `retryAfterMs` where the venue asks to wait. */
export class BinanceRestError extends Error {
  override readonly name = 'BinanceRestError';

  constructor(
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

const timeoutMs = 10_000;
/** The deepest that Binance gives; beyond, changes may be missing in the book without harm to its top. */
const snapshotLevels = 5_000;

const tradesSchema = z.array(
  z.object({
    id: z.number().int(),
    price: z.string(),
    qty: z.string(),
    time: z.number().int(),
    isBuyerMaker: z.boolean(),
  }),
);
export type BinanceTrade = z.infer<typeof tradesSchema>[number];

/** Open time, open, high, low, close, volume, close time, quote volume, number of trades. */
const klinesSchema = z.array(
  z.tuple(
    [
      z.number().int(),
      ...[z.string(), z.string(), z.string(), z.string(), z.string()],
      ...[z.number().int(), z.string(), z.number().int()],
    ] as const,
    z.unknown(),
  ),
);
export type BinanceKline = z.infer<typeof klinesSchema>[number];

export type BinanceRest = {
  /** The body of `GET /api/v3/depth`, as text. */
  depth(symbol: string): Promise<string>;
  /** The last thousand trades, oldest first. */
  trades(symbol: string): Promise<BinanceTrade[]>;
  /** Minutes that open within `[fromMs, toMs)`, oldest first; at most a thousand. */
  klines(symbol: string, fromMs: number, toMs: number): Promise<BinanceKline[]>;
};

/** Binance's public market data by REST, which needs no key. Every call throws `BinanceRestError`. */
export const createBinanceRest = (baseUrl: string): BinanceRest => {
  const get = async (path: string, query: Record<string, string | number>): Promise<string> => {
    const url = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    try {
      const { statusCode, headers, body } = await request(url, {
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      const text = await body.text();
      if (statusCode === 200) return text;
      // 429: too many requests; 418: banned for having gone on.
      const retryAfter = Number(headers['retry-after']);
      throw new BinanceRestError(
        `${path} was answered with ${statusCode}: ${text.slice(0, 120)}`,
        Number.isFinite(retryAfter) ? retryAfter * 1_000 : null,
      );
    } catch (error) {
      if (error instanceof BinanceRestError) throw error;
      throw new BinanceRestError(`${path} was not answered: ${(error as Error).message}`);
    }
  };

  return {
    depth: (symbol) => get('/api/v3/depth', { symbol, limit: snapshotLevels }),

    async trades(symbol) {
      return parsed(tradesSchema, await get('/api/v3/trades', { symbol, limit: 1_000 }));
    },

    async klines(symbol, fromMs, toMs) {
      const query = { symbol, interval: '1m', startTime: fromMs, endTime: toMs - 1, limit: 1_000 };
      return parsed(klinesSchema, await get('/api/v3/klines', query));
    },
  };
};

const parsed = <TSchema extends z.ZodType>(schema: TSchema, text: string): z.output<TSchema> => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new BinanceRestError(`an answer that is not understood: ${text.slice(0, 120)}`);
  }
};
