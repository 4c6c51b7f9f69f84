import { describe, expect } from '@jest/globals';
import type { Instrument } from '../../../subgraphs/market-data/instruments/instrument.js';
import { at, catalogue, eurusd, xauusd } from './building.js';
import { itWithRecordedData, readGzip } from './recorded-data.js';

type Segment = { start: string; end: string };
type Hours = Record<string, Segment[]> & { holidays: string[] };

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

const hoursOf = (key: string): Hours => {
  const database = JSON.parse(readGzip('reference', 'market-hours-database.json.gz')) as {
    entries: Record<string, Hours>;
  };
  return database.entries[key]!;
};

const minuteOf = (text: string): number => {
  if (text.startsWith('1.')) return dayMinutes;
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Every minute of an ordinary week in New York (EDT): what the table says beside what our calendar says. */
const compareWeek = (instrument: Instrument, hours: Hours): { minute: number; day: string }[] => {
  const sundayMs = at('2024-06-09T04:00:00Z');
  const differing: { minute: number; day: string }[] = [];
  weekdays.forEach((day, index) => {
    for (let minute = 0; minute < dayMinutes; minute++) {
      const isOpenThere = hours[day]!.some(
        ({ start, end }) => minuteOf(start) <= minute && minute < minuteOf(end),
      );
      const timeMs = sundayMs + (index * dayMinutes + minute) * minuteMs;
      if (instrument.calendar.isOpen(timeMs) !== isOpenThere) differing.push({ day, minute });
    }
  });
  return differing;
};

describe('sessions against the market-hours table of LEAN', () => {
  itWithRecordedData('has the forex week to the minute', () => {
    expect(compareWeek(eurusd, hoursOf('Forex-interactivebrokers-[*]'))).toEqual([]);
    expect(compareWeek(eurusd, hoursOf('Forex-fxcm-[*]'))).toEqual([]);
  });

  itWithRecordedData('has the gold week but for the few minutes that one broker adds', () => {
    const differing = compareWeek(xauusd, hoursOf('Cfd-oanda-XAUUSD'));
    const edges = new Set(differing.map(({ minute }) => minute));
    expect([...edges].sort((a, b) => a - b)).toEqual([1018, 1019, 1080, 1081, 1082]);
  });

  itWithRecordedData(
    'is closed at noon of the days that brokers list as Christmas or New Year',
    () => {
      const dates = [
        ...hoursOf('Forex-fxcm-[*]').holidays,
        ...hoursOf('Forex-oanda-[*]').holidays,
      ].filter((date) => /^(12\/25|1\/1)\//.test(date));
      expect(dates.length).toBeGreaterThan(20);
      for (const date of dates) {
        const [month = 0, day = 0, year = 0] = date.split('/').map(Number);
        expect(eurusd.calendar.isOpen(Date.UTC(year, month - 1, day, 17))).toBe(false);
      }
    },
  );
});

describe('instruments against the symbol properties of LEAN', () => {
  itWithRecordedData('have the ticks and lots of OANDA and Binance', () => {
    const rows = readGzip('reference', 'symbol-properties-database.csv.gz').split('\n');
    for (const instrument of catalogue.all) {
      const market = instrument.assetClass === 'CRYPTO' ? 'binance' : 'oanda';
      const type = { FOREX: 'forex', METAL: 'cfd', CRYPTO: 'crypto' }[instrument.assetClass];
      const row = rows.find((line) => line.startsWith(`${market},${instrument.symbol},${type},`));
      const [, , , , quoteCurrency, , tick, lot, , minimum] = row!.split(',');
      expect([instrument.quoteCurrency, instrument.tickSize, instrument.lotSize]).toEqual([
        quoteCurrency,
        tick,
        lot,
      ]);
      if (market === 'binance') expect(instrument.minNotional).toBe(minimum);
    }
  });
});
