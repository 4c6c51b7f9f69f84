import { describe, expect } from '@jest/globals';
import type { CandleInterval } from '../../../foundation/events/candle-events.js';
import { CandleBuilder } from '../../../subgraphs/market-data/candles/candle-builder.js';
import type { Candle } from '../../../subgraphs/market-data/candles/candle.js';
import { addCandle, standInForQuotes } from '../../../subgraphs/market-data/candles/candle.js';
import type { Instrument } from '../../../subgraphs/market-data/instruments/instrument.js';
import { instrumentOf } from '../../../subgraphs/market-data/instruments/instrument.js';
import { parseScaled } from '../../../subgraphs/market-data/prices/scaled-price.js';
import { btcusdt } from './building.js';
import { itWithRecordedData, readGzip } from './recorded-data.js';

const minuteMs = 60_000;

type Bar = {
  openTimeMs: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
};

const minuteOf = (instrument: Instrument, bar: Bar): Candle => {
  const price = (text: string) => parseScaled(text, instrument.pricePrecision);
  const last = {
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
  };
  return {
    symbol: instrument.symbol,
    interval: 'M1',
    openTimeMs: bar.openTimeMs,
    closeTimeMs: bar.openTimeMs + minuteMs,
    ...standInForQuotes(last),
    tickCount: 0,
    last,
    volume: parseScaled(bar.volume, instrument.quantityPrecision),
    tradeCount: 1,
    complete: true,
    partial: false,
    revision: 0,
  };
};

const builderOf = (instrument: Instrument) => {
  const closed: Candle[] = [];
  const builder = new CandleBuilder({
    symbol: instrument.symbol,
    tradingDayOf: (timeMs) => instrument.calendar.tradingDayOf(timeMs),
    observedFromMs: -Infinity,
    tellsTrades: true,
    onClosed: (candle) => closed.push(candle),
  });
  return { builder, closed };
};

describe('a week of BTCUSDT minutes', () => {
  itWithRecordedData('rolls up to what a direct sum over each interval gives', () => {
    const rows = JSON.parse(
      readGzip('btcusdt-binance', 'candles_1m_20210219_week.json.gz'),
    ) as (Bar & {
      openTimeInMillis: number;
    })[];
    const minutes = rows.map((row) =>
      minuteOf(btcusdt, { ...row, openTimeMs: row.openTimeInMillis }),
    );
    expect(minutes).toHaveLength(10_080);
    const { builder, closed } = builderOf(btcusdt);
    for (const minute of minutes) builder.addMinute(minute, { tell: true });

    const lengths: [CandleInterval, number][] = [
      ...([
        ['M1', 1],
        ['M5', 5],
        ['M15', 15],
        ['M30', 30],
      ] as [CandleInterval, number][]),
      ...([
        ['H1', 60],
        ['H4', 240],
        ['D1', 1_440],
      ] as [CandleInterval, number][]),
    ];
    for (const [interval, length] of lengths) {
      const rolledUp = closed.filter((candle) => candle.interval === interval);
      expect(rolledUp).toHaveLength(10_080 / length);
      rolledUp.forEach((candle, index) => {
        const parts = minutes.slice(index * length, (index + 1) * length);
        const lasts = parts.map(({ last }) => last!);
        expect(candle).toMatchObject({
          openTimeMs: parts[0]!.openTimeMs,
          last: {
            open: lasts[0]!.open,
            high: Math.max(...lasts.map(({ high }) => high)),
            low: Math.min(...lasts.map(({ low }) => low)),
            close: lasts.at(-1)!.close,
          },
          volume: parts.reduce((sum, { volume }) => sum + volume!, 0),
          partial: false,
        });
      });
    }
  });
});

type Kline = { t: number; L: number; o: string; h: string; l: string; c: string; v: string };
type AggTrade = { s: string; f: number; l: number; p: string; q: string; T: number };

describe('klines of the futures capture', () => {
  itWithRecordedData('follow each from the one before and the trades between them', () => {
    const klines = new Map<string, Kline[]>();
    const trades = new Map<string, AggTrade[]>();
    for (const line of readGzip('btcusdt-binance', 'ws_kline_aggtrade_futures.gz')
      .split('\n')
      .slice(1)) {
      if (line === '') continue;
      const { data } = JSON.parse(line.slice(line.indexOf(' ') + 1)) as {
        data: { e: string; s: string; k?: Kline } & Partial<AggTrade>;
      };
      if (data.e === 'kline') klines.set(data.s, [...(klines.get(data.s) ?? []), data.k!]);
      if (data.e === 'aggTrade')
        trades.set(data.s, [...(trades.get(data.s) ?? []), data as AggTrade]);
    }
    let compared = 0;
    for (const [symbol, events] of klines) {
      const instrument = instrumentOf({
        ...btcusdt,
        symbol,
        ...{ tickSize: '0.00001', lotSize: '0.001' },
      });
      events.slice(1).forEach((kline, index) => {
        const before = events[index]!;
        const between = (trades.get(symbol) ?? [])
          .filter(({ f, l }) => f > before.L && l <= kline.L)
          .sort((a, b) => a.f - b.f);
        const isWhole =
          between[0]?.f === before.L + 1 &&
          between.at(-1)?.l === kline.L &&
          between.every(({ f }, at) => at === 0 || f === between[at - 1]!.l + 1);
        if (kline.t !== before.t || !isWhole) return;
        const { builder } = builderOf(instrument);
        for (const { T, p, q } of between)
          builder.addTrade({
            timeMs: T,
            price: parseScaled(p, instrument.pricePrecision),
            quantity: parseScaled(q, instrument.quantityPrecision),
          });
        const bar = ({ t, o, h, l, c, v }: Kline): Candle =>
          minuteOf(instrument, { openTimeMs: t, open: o, high: h, low: l, close: c, volume: v });
        const grown = bar(before);
        addCandle(grown, builder.forming('M1')!);
        const { last, volume } = bar(kline);
        expect({ last: grown.last, volume: grown.volume }).toEqual({ last, volume });
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(30);
  });
});
