import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { recordedQuotes } from '../../../subgraphs/market-data/feeds/replay/recorded-quotes.js';
import type { RefusedLine } from '../../../subgraphs/market-data/feeds/replay/recorded-quotes.js';
import { describeRecording } from '../../../subgraphs/market-data/feeds/replay/recording.js';
import { at, catalogue } from './building.js';

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const read = async (path: string) => {
  const refused: RefusedLine[] = [];
  const recording = describeRecording({ path, symbol: 'EURUSD', date: '2014-05-05' }, catalogue);
  const quotes = [];
  for await (const group of recordedQuotes(recording, (line) => refused.push(line)))
    quotes.push(...group);
  return { quotes, refused };
};

const csv = '23668,1.38710,1.38726\r\n25634.5,1.38709,1.38727\n33973,1.38711,1.38726';
const bytes = new TextEncoder().encode(csv);
const times = [23_668, 25_634.5, 33_973].map((ms) => at('2014-05-05T00:00:00Z') + ms);

describe('a recording', () => {
  it.each([
    ['plain.csv', csv],
    ['gzipped.csv.gz', gzipSync(bytes)],
    ['deflated.zip', zipSync({ 'quotes.csv': bytes })],
    ['stored.zip', zipSync({ 'quotes.csv': [bytes, { level: 0 }] })],
    ['zip-by-another-name', zipSync({ 'quotes.csv': bytes })],
  ])('is read from %s', async (name, content) => {
    const { quotes, refused } = await read(file(name, content));
    expect(refused).toEqual([]);
    expect(quotes.map(({ eventTimeMs }) => eventTimeMs)).toEqual(times);
    expect(quotes[0]).toMatchObject({ symbol: 'EURUSD', bid: '1.38710', ask: '1.38726' });
  });

  it('refuses lines by their number and goes on', async () => {
    const lines = [
      'ms,bid,ask',
      '1000,1.1,1.2',
      '',
      '2000,1.1',
      '3000,1.1,abc',
      '999,1.1,1.2',
      '86400000,1.1,1.2',
      '4000,1.1,1.2',
    ];
    const { quotes, refused } = await read(file('lines.csv', lines.join('\n')));
    expect(quotes).toHaveLength(2);
    expect(refused.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '1: "ms" is not a time in ms',
      '3: has 1 fields instead of 3',
      '4: has 2 fields instead of 3',
      '5: "abc" is not a price',
      '6: goes back in time, from 1000 to 999 ms',
      '7: 86400000 ms is not within a day',
    ]);
  });

  it('holds a file much larger than one chunk together across the chunks', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `${i},1.${10_000 + i},1.99999`);
    const content = zipSync({ 'quotes.csv': new TextEncoder().encode(many.join('\n')) });
    const { quotes, refused } = await read(file('large.zip', content));
    expect(refused).toEqual([]);
    expect(quotes.at(-1)).toMatchObject({ bid: '1.59999' });
    expect(quotes).toHaveLength(50_000);
  });

  const zipped = zipSync({ 'quotes.csv': bytes });
  it.each([
    ['empty.csv', '', /empty.csv is empty\.$/],
    ['empty.zip', zipSync({ 'quotes.csv': new Uint8Array(0) }), /empty.zip is empty\.$/],
    ['none.zip', zipSync({}), /must hold exactly one file\.$/],
    ['two.zip', zipSync({ a: bytes, b: bytes }), /must hold exactly one file\.$/],
    ['cut.zip', zipped.slice(0, 60), /is a damaged zip archive: .+\.$/],
    ['cut.gz', gzipSync(bytes).subarray(0, 20), /is a damaged gzip file: .+\.$/],
    ['binary', new Uint8Array(10_000).fill(7), /is not a text file with lines of quotes\.$/],
  ])('%s is refused in one sentence', async (name, content, sentence) => {
    await expect(read(file(name, content))).rejects.toThrow(sentence);
  });

  it('names a file that is not there, and a folder', async () => {
    await expect(read(join(folder, 'nowhere.csv'))).rejects.toThrow(/^There is no file .+\.$/);
    mkdirSync(join(folder, 'folder'));
    await expect(read(join(folder, 'folder'))).rejects.toThrow(/is a folder, not a file\.$/);
  });
});

describe('describeRecording', () => {
  it.each([
    ['xauusd-oanda/20140505_tick_quote.zip', 'XAUUSD', '2014-05-05'],
    ['data/20140506_eurusd_tick_quote.csv', 'EURUSD', '2014-05-06'],
    ['data/BTCUSDT-2021-02-19.csv', 'BTCUSDT', '2021-02-19'],
  ])('tells the instrument and the day of %s', (path, symbol, day) => {
    const { instrument, midnightMs } = describeRecording({ path }, catalogue);
    expect(instrument.symbol).toBe(symbol);
    expect(midnightMs).toBe(at(`${day}T00:00:00Z`));
  });

  it('takes symbol and day from whoever knows better', () => {
    const { instrument, midnightMs } = describeRecording(
      { path: 'xauusd/20140505.csv', symbol: 'eurusd', date: '20140506' },
      catalogue,
    );
    expect([instrument.symbol, midnightMs]).toEqual(['EURUSD', at('2014-05-06T00:00:00Z')]);
  });

  it.each([
    [{ path: 'ticks/20140505.csv' }, /^Cannot tell the instrument of ticks\/20140505.csv: .+\.$/],
    [{ path: 'a.csv', symbol: 'ABC' }, /^There is no instrument ABC\.$/],
    [{ path: 'eurusd/ticks.csv' }, /^Cannot tell the day of eurusd\/ticks.csv: .+\.$/],
    [{ path: 'eurusd/20140230.csv' }, /^Cannot tell the day of .+\.$/],
    [{ path: 'eurusd.csv', date: 'May 5' }, /^May 5 is not a day such as 2014-05-05\.$/],
  ])('says in one sentence what is missing in %j', (source, sentence) => {
    expect(() => describeRecording(source, catalogue)).toThrow(sentence);
  });
});
