import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatScaled, parseScaled } from '../prices/scaled-price.js';
import { createDayPartitions } from '../storage/day-partitions-repository.js';
import type { Queryable } from '../storage/queryable.js';
import type { AggressorSide, Trade } from './trade.js';

export type TradeRepository = {
  /** Stores trades; those already stored are left alone. */
  insert(trades: readonly Trade[], on?: Queryable): Promise<void>;
  /** Makes room for their days; a transaction that is to insert them needs it before it begins. */
  prepare(trades: readonly Trade[]): Promise<void>;
  /** Trades of `[fromMs, toMs)` in order. */
  find(instrument: Instrument, fromMs: number, toMs: number): Promise<Trade[]>;
  newest(instrument: Instrument): Promise<Trade | null>;
  dropDaysBefore(timeMs: number): Promise<number>;
};

const columns =
  'symbol, event_time, trade_id, price, quantity, aggressor, sequence, received_at, feed';

export const createTradeRepository = (
  { pool }: Pick<PlatformDatabase, 'pool'>,
  catalogue: InstrumentCatalogue,
): TradeRepository => {
  const partitions = createDayPartitions(pool, 'trades');

  const prepare = (trades: readonly Trade[]): Promise<void> =>
    partitions.ensureDaysOf(trades.map((trade) => trade.eventTimeMs));

  return {
    prepare,

    async insert(trades, on = pool) {
      await prepare(trades);
      const rows = trades.map((trade) => [trade, catalogue.require(trade.symbol)] as const);
      await on.query(
        `INSERT INTO market.trades (${columns})
         SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::numeric[], $5::numeric[], $6::text[], $7::bigint[], $8::timestamptz[], $9::text[])
         ON CONFLICT DO NOTHING`,
        [
          rows.map(([trade]) => trade.symbol),
          rows.map(([trade]) => new Date(trade.eventTimeMs).toISOString()),
          rows.map(([trade]) => trade.tradeId),
          rows.map(([trade, { pricePrecision }]) => formatScaled(trade.price, pricePrecision)),
          rows.map(([trade, { quantityPrecision }]) =>
            formatScaled(trade.quantity, quantityPrecision),
          ),
          rows.map(([trade]) => trade.aggressor),
          rows.map(([trade]) => trade.sequence),
          rows.map(([trade]) => new Date(trade.receivedAtMs).toISOString()),
          rows.map(([trade]) => trade.feed),
        ],
      );
    },

    async find(instrument, fromMs, toMs) {
      const { rows } = await pool.query<TradeRow>(
        `SELECT ${columns} FROM market.trades
         WHERE symbol = $1 AND event_time >= $2 AND event_time < $3
         ORDER BY event_time, sequence NULLS FIRST, trade_id`,
        [instrument.symbol, new Date(fromMs), new Date(toMs)],
      );
      return rows.map((row) => tradeOf(row, instrument));
    },

    async newest(instrument) {
      const { rows } = await pool.query<TradeRow>(
        `SELECT ${columns} FROM market.trades WHERE symbol = $1
         ORDER BY event_time DESC, sequence DESC NULLS LAST, trade_id DESC LIMIT 1`,
        [instrument.symbol],
      );
      return rows[0] ? tradeOf(rows[0], instrument) : null;
    },

    dropDaysBefore: (timeMs) => partitions.dropDaysBefore(timeMs),
  };
};

type TradeRow = {
  symbol: string;
  event_time: Date;
  trade_id: string;
  price: string;
  quantity: string;
  aggressor: AggressorSide | null;
  /** bigint comes as text. */
  sequence: string | null;
  received_at: Date;
  feed: string;
};

const tradeOf = (row: TradeRow, instrument: Instrument): Trade => ({
  symbol: row.symbol,
  tradeId: row.trade_id,
  eventTimeMs: row.event_time.getTime(),
  price: parseScaled(row.price, instrument.pricePrecision),
  quantity: parseScaled(row.quantity, instrument.quantityPrecision),
  aggressor: row.aggressor,
  sequence: row.sequence === null ? null : Number(row.sequence),
  receivedAtMs: row.received_at.getTime(),
  feed: row.feed,
});
