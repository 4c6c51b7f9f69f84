import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Instrument } from '../instruments/instrument.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { formatScaled, parseScaled } from '../prices/scaled-price.js';
import { createDayPartitions } from '../storage/day-partitions-repository.js';
import type { Queryable } from '../storage/queryable.js';
import type { Tick } from './tick.js';

export type TickRepository = {
  /** Stores ticks; those already stored are left alone. */
  insert(ticks: readonly Tick[], on?: Queryable): Promise<void>;
  /** Makes room for their days; a transaction that is to insert them needs it before it begins. */
  prepare(ticks: readonly Tick[]): Promise<void>;
  /** Ticks of `[fromMs, toMs)` in order. */
  find(instrument: Instrument, fromMs: number, toMs: number): Promise<Tick[]>;
  newest(instrument: Instrument): Promise<Tick | null>;
  /** Gives up all ticks of the days before the one that holds `timeMs`; answers how many days went. */
  dropDaysBefore(timeMs: number): Promise<number>;
};

const columns = 'symbol, event_time, ordinal, bid, ask, received_at, feed';

export const createTickRepository = (
  { pool }: Pick<PlatformDatabase, 'pool'>,
  catalogue: InstrumentCatalogue,
): TickRepository => {
  const partitions = createDayPartitions(pool, 'ticks');

  const prepare = (ticks: readonly Tick[]): Promise<void> =>
    partitions.ensureDaysOf(ticks.map((tick) => tick.eventTimeMs));

  return {
    prepare,

    async insert(ticks, on = pool) {
      await prepare(ticks);
      const precisionOf = (tick: Tick) => catalogue.require(tick.symbol).pricePrecision;
      await on.query(
        `INSERT INTO market.ticks (${columns})
         SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::int[], $4::numeric[], $5::numeric[], $6::timestamptz[], $7::text[])
         ON CONFLICT DO NOTHING`,
        [
          ticks.map((tick) => tick.symbol),
          ticks.map((tick) => new Date(tick.eventTimeMs).toISOString()),
          ticks.map((tick) => tick.ordinal),
          ticks.map((tick) => formatScaled(tick.bid, precisionOf(tick))),
          ticks.map((tick) => formatScaled(tick.ask, precisionOf(tick))),
          ticks.map((tick) => new Date(tick.receivedAtMs).toISOString()),
          ticks.map((tick) => tick.feed),
        ],
      );
    },

    async find(instrument, fromMs, toMs) {
      const { rows } = await pool.query<TickRow>(
        `SELECT ${columns} FROM market.ticks
         WHERE symbol = $1 AND event_time >= $2 AND event_time < $3 ORDER BY event_time, ordinal`,
        [instrument.symbol, new Date(fromMs), new Date(toMs)],
      );
      return rows.map((row) => tickOf(row, instrument));
    },

    async newest(instrument) {
      const { rows } = await pool.query<TickRow>(
        `SELECT ${columns} FROM market.ticks
         WHERE symbol = $1 ORDER BY event_time DESC, ordinal DESC LIMIT 1`,
        [instrument.symbol],
      );
      return rows[0] ? tickOf(rows[0], instrument) : null;
    },

    dropDaysBefore: (timeMs) => partitions.dropDaysBefore(timeMs),
  };
};

type TickRow = {
  symbol: string;
  event_time: Date;
  ordinal: number;
  bid: string;
  ask: string;
  received_at: Date;
  feed: string;
};

const tickOf = (row: TickRow, instrument: Instrument): Tick => ({
  symbol: row.symbol,
  eventTimeMs: row.event_time.getTime(),
  ordinal: row.ordinal,
  bid: parseScaled(row.bid, instrument.pricePrecision),
  ask: parseScaled(row.ask, instrument.pricePrecision),
  receivedAtMs: row.received_at.getTime(),
  feed: row.feed,
});
