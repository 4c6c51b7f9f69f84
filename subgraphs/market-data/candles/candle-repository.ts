import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { Candle, Ohlc } from './candle.js';
import { betterOf } from './candle.js';
import { formatMean, formatScaled, parseMean, parseScaled } from '../prices/scaled-price.js';

export type CandleRepository = {
  /** Stores candles; one that is stored is replaced only by a better one (see `betterOf`). */
  upsert(candles: readonly Candle[]): Promise<void>;
  /** Candles that open within `[fromMs, toMs)`, in order. */
  find(
    instrument: Instrument,
    interval: CandleInterval,
    range: { fromMs: number; toMs: number },
  ): Promise<Candle[]>;
  /** At most `count` candles that open before `beforeMs`, oldest first. */
  findBefore(
    instrument: Instrument,
    interval: CandleInterval,
    beforeMs: number,
    count: number,
  ): Promise<Candle[]>;
  /** The newest closed minute. */
  newestMinute(instrument: Instrument): Promise<Candle | null>;
};

/** Each column with its type and how a candle fills it. */
const columns: readonly [name: string, type: string, of: (c: Candle, i: Instrument) => unknown][] =
  [
    ['symbol', 'text', (c) => c.symbol],
    ['interval', 'text', (c) => c.interval],
    ['open_time', 'timestamptz', (c) => new Date(c.openTimeMs).toISOString()],
    ['close_time', 'timestamptz', (c) => new Date(c.closeTimeMs).toISOString()],
    ['bid_open', 'numeric', (c, i) => formatScaled(c.bid.open, i.pricePrecision)],
    ['bid_high', 'numeric', (c, i) => formatScaled(c.bid.high, i.pricePrecision)],
    ['bid_low', 'numeric', (c, i) => formatScaled(c.bid.low, i.pricePrecision)],
    ['bid_close', 'numeric', (c, i) => formatScaled(c.bid.close, i.pricePrecision)],
    ['ask_open', 'numeric', (c, i) => formatScaled(c.ask.open, i.pricePrecision)],
    ['ask_high', 'numeric', (c, i) => formatScaled(c.ask.high, i.pricePrecision)],
    ['ask_low', 'numeric', (c, i) => formatScaled(c.ask.low, i.pricePrecision)],
    ['ask_close', 'numeric', (c, i) => formatScaled(c.ask.close, i.pricePrecision)],
    ['mid_high', 'numeric', (c, i) => formatMean(c.mid.high, i.pricePrecision)],
    ['mid_low', 'numeric', (c, i) => formatMean(c.mid.low, i.pricePrecision)],
    ['tick_count', 'int', (c) => c.tickCount],
    ['last_open', 'numeric', (c, i) => c.last && formatScaled(c.last.open, i.pricePrecision)],
    ['last_high', 'numeric', (c, i) => c.last && formatScaled(c.last.high, i.pricePrecision)],
    ['last_low', 'numeric', (c, i) => c.last && formatScaled(c.last.low, i.pricePrecision)],
    ['last_close', 'numeric', (c, i) => c.last && formatScaled(c.last.close, i.pricePrecision)],
    [
      'volume',
      'numeric',
      (c, i) => (c.volume === null ? null : formatScaled(c.volume, i.quantityPrecision)),
    ],
    ['trade_count', 'int', (c) => c.tradeCount],
    ['revision', 'int', (c) => c.revision],
    ['complete', 'boolean', (c) => c.complete],
    ['partial', 'boolean', (c) => c.partial],
  ];

const names = columns.map(([name]) => name);
/** Times come as ms: making dates of text would take longer than all the rest. */
const selected = names
  .map((name) =>
    name.endsWith('_time') ? `(extract(epoch FROM ${name}) * 1000)::float8 AS ${name}` : name,
  )
  .join(', ');
const keyNames = ['symbol', 'interval', 'open_time'];
const parameters = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
const assignments = names
  .filter((name) => !keyNames.includes(name))
  .map((name) => `${name} = EXCLUDED.${name}`)
  .join(', ');
/** `rankOf` in SQL. */
const rank = (row: string): string =>
  `CASE WHEN NOT ${row}.complete THEN 0 WHEN ${row}.partial THEN 1 ELSE 2 END`;

const upsertSql = `
  INSERT INTO market.candles AS kept (${names.join(', ')}) SELECT * FROM unnest(${parameters})
  ON CONFLICT (${keyNames.join(', ')}) DO UPDATE SET ${assignments}
  WHERE (${rank('EXCLUDED')}) > (${rank('kept')})
     OR ((${rank('EXCLUDED')}) = (${rank('kept')})
         AND (EXCLUDED.revision > kept.revision
              OR (EXCLUDED.revision = kept.revision AND (${rank('kept')}) < 2
                  AND EXCLUDED.tick_count + EXCLUDED.trade_count
                      >= kept.tick_count + kept.trade_count)))`;

export const createCandleRepository = (
  { pool }: Pick<PlatformDatabase, 'pool'>,
  catalogue: InstrumentCatalogue,
): CandleRepository => ({
  async upsert(candles) {
    // One statement may not touch a row twice.
    const byKey = new Map<string, Candle>();
    for (const candle of candles) {
      const key = `${candle.symbol} ${candle.interval} ${candle.openTimeMs}`;
      const kept = byKey.get(key);
      byKey.set(key, kept ? betterOf(kept, candle) : candle);
    }
    const rows = [...byKey.values()].map(
      (candle) => [candle, catalogue.require(candle.symbol)] as const,
    );
    await pool.query(
      upsertSql,
      columns.map(([, , of]) => rows.map(([candle, instrument]) => of(candle, instrument))),
    );
  },

  async find(instrument, interval, { fromMs, toMs }) {
    const { rows } = await pool.query<CandleRow>(
      `SELECT ${selected} FROM market.candles AS stored
       WHERE symbol = $1 AND interval = $2 AND open_time >= $3 AND open_time < $4
       ORDER BY stored.open_time`,
      [instrument.symbol, interval, new Date(fromMs), new Date(toMs)],
    );
    return rows.map((row) => candleOf(row, instrument));
  },

  async findBefore(instrument, interval, beforeMs, count) {
    const { rows } = await pool.query<CandleRow>(
      `SELECT ${selected} FROM market.candles AS stored
       WHERE symbol = $1 AND interval = $2 AND open_time < $3 ORDER BY stored.open_time DESC LIMIT $4`,
      [instrument.symbol, interval, new Date(beforeMs), count],
    );
    return rows.reverse().map((row) => candleOf(row, instrument));
  },

  async newestMinute(instrument) {
    const { rows } = await pool.query<CandleRow>(
      `SELECT ${selected} FROM market.candles AS stored
       WHERE symbol = $1 AND interval = 'M1' AND complete ORDER BY stored.open_time DESC LIMIT 1`,
      [instrument.symbol],
    );
    return rows[0] ? candleOf(rows[0], instrument) : null;
  },
});

type CandleRow = {
  symbol: string;
  interval: CandleInterval;
  open_time: number;
  close_time: number;
  mid_high: string;
  mid_low: string;
  tick_count: number;
  volume: string | null;
  trade_count: number;
  complete: boolean;
  partial: boolean;
  revision: number;
} & Record<`${'bid' | 'ask'}_${keyof Ohlc}`, string> &
  Record<`last_${keyof Ohlc}`, string | null>;

const candleOf = (row: CandleRow, instrument: Instrument): Candle => {
  const precision = instrument.pricePrecision;
  const side = (name: 'bid' | 'ask' | 'last'): Ohlc => ({
    open: parseScaled(row[`${name}_open`] ?? '', precision),
    high: parseScaled(row[`${name}_high`] ?? '', precision),
    low: parseScaled(row[`${name}_low`] ?? '', precision),
    close: parseScaled(row[`${name}_close`] ?? '', precision),
  });
  const bid = side('bid');
  const ask = side('ask');
  return {
    symbol: row.symbol,
    interval: row.interval,
    openTimeMs: row.open_time,
    closeTimeMs: row.close_time,
    bid,
    ask,
    mid: {
      open: bid.open + ask.open,
      high: parseMean(row.mid_high, precision),
      low: parseMean(row.mid_low, precision),
      close: bid.close + ask.close,
    },
    tickCount: row.tick_count,
    last: row.last_open === null ? null : side('last'),
    volume: row.volume === null ? null : parseScaled(row.volume, instrument.quantityPrecision),
    tradeCount: row.trade_count,
    complete: row.complete,
    partial: row.partial,
    revision: row.revision,
  };
};
