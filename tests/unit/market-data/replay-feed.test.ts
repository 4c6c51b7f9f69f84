import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { FeedSink, RawQuote } from '../../../subgraphs/market-data/feeds/feed-adapter.js';
import { createReplayFeed } from '../../../subgraphs/market-data/feeds/replay/replay-feed.js';
import { at, catalogue, sinkWith } from './building.js';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, lines: string[]) => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return { path: join(folder, name) };
};

const monday = at('2014-05-05T00:00:00Z');
const euro = file('20140505_eurusd.csv', ['1000,1.1,1.2', '1000.5,1.1,1.3', 'x', '3000,1.1,1.2']);
const gold = file('20140505_xauusd.csv', ['2000,1300,1301', '3000,1300,1301']);
const tuesday = file('20140506_eurusd.csv', ['500,1.1,1.2']);

/** Notes what a feed delivers, and at which time of a clock. */
const recordingSink = (clock?: VirtualClock) => {
  const bursts: { symbols: string[]; timesMs: number[]; clockMs: number | undefined }[] = [];
  const reached: number[] = [];
  const malformed: string[] = [];
  const sink = sinkWith({
    quotes(burst: readonly RawQuote[]) {
      bursts.push({
        symbols: burst.map(({ symbol }) => symbol),
        timesMs: burst.map(({ eventTimeMs }) => eventTimeMs),
        clockMs: clock?.nowMs(),
      });
      return Promise.resolve();
    },
    timeReached: (timeMs) => reached.push(timeMs),
    malformed: (detail) => malformed.push(detail),
  });
  return { sink, bursts, reached, malformed };
};

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets file reads and promises go on until `condition` holds. */
const until = async (condition: () => boolean) => {
  while (!condition()) await nextTurn();
};

describe('a replay at full speed', () => {
  it('plays files side by side and day after day, and moves the clock before each burst', async () => {
    const drive = new VirtualClock(monday);
    const feed = createReplayFeed(
      {
        name: 'replay',
        files: [tuesday, euro, gold],
        speed: 'full',
        time: 'original',
        drive,
        pace: drive,
      },
      catalogue,
    );
    const { sink, bursts, reached, malformed } = recordingSink(drive);
    await feed.start(sink);
    const summary = await feed.finished();

    expect(bursts.map(({ symbols }) => symbols)).toEqual([
      ['EURUSD', 'EURUSD'],
      ['XAUUSD'],
      ['EURUSD', 'XAUUSD'],
      ['EURUSD'],
    ]);
    for (const { timesMs, clockMs } of bursts) expect(Math.floor(timesMs[0]!)).toBe(clockMs);
    expect(reached.at(-1)).toBe(at('2014-05-07T00:00:00Z'));
    expect(malformed).toEqual([`${euro.path}:3 has 1 fields instead of 3`]);
    expect(summary).toEqual({
      feed: 'replay',
      complete: true,
      ticks: 6,
      symbols: [
        {
          symbol: 'EURUSD',
          ticks: 4,
          firstTimeMs: monday + 1_000,
          lastTimeMs: at('2014-05-06T00:00:00.500Z'),
        },
        { symbol: 'XAUUSD', ticks: 2, firstTimeMs: monday + 2_000, lastTimeMs: monday + 3_000 },
      ],
      rejectedLineCount: 1,
      rejectedLines: [{ file: euro.path, line: 3, reason: 'has 1 fields instead of 3' }],
      firstTimeMs: monday + 1_000,
      lastTimeMs: at('2014-05-06T00:00:00.500Z'),
    });
  });

  it('waits for its consumers', async () => {
    const clock = new VirtualClock(monday);
    const feed = createReplayFeed(
      { name: 'replay', files: [gold], speed: 'full', time: 'original', pace: clock },
      catalogue,
    );
    const { sink, bursts } = recordingSink();
    let goOn = (): void => undefined;
    const slow: FeedSink = {
      ...sink,
      async quotes(burst) {
        await sink.quotes(burst);
        await new Promise<void>((resolve) => (goOn = resolve));
      },
    };
    await feed.start(slow);
    for (let burst = 1; burst <= 2; burst++) {
      await until(() => bursts.length === burst);
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      expect(bursts).toHaveLength(burst);
      goOn();
    }
    await feed.finished();
  });

  it('tells whoever waits for it when a file cannot be read', async () => {
    const feed = createReplayFeed(
      {
        name: 'replay',
        files: [{ path: 'eurusd/20140505.csv' }],
        speed: 'full',
        time: 'original',
        pace: new VirtualClock(),
      },
      catalogue,
    );
    await feed.start(recordingSink().sink);
    await expect(feed.finished()).rejects.toThrow('There is no file eurusd/20140505.csv.');
  });
});

describe('a paced replay', () => {
  it.each([
    [1, [0, 1_000, 2_000]],
    [4, [0, 250, 500]],
  ])('keeps the recorded pace %i times over', async (speed, expected) => {
    const pace = new VirtualClock(5_000_000);
    const feed = createReplayFeed(
      { name: 'replay', files: [euro, gold], speed, time: 'rebased', pace },
      catalogue,
    );
    const { sink, bursts } = recordingSink(pace);
    await feed.start(sink);
    for (let burst = 1; burst <= 3; burst++) {
      await until(() => bursts.length === burst);
      pace.advanceBy(1_000 / speed);
    }
    await feed.finished();
    expect(bursts.map(({ clockMs }) => clockMs! - 5_000_000)).toEqual(expected);
    // Rebased: the quotes happen now.
    for (const { timesMs, clockMs } of bursts) expect(timesMs[0]).toBe(clockMs);
  });

  it('stops at once when it is told to', async () => {
    const pace = new VirtualClock(0);
    const feed = createReplayFeed(
      { name: 'replay', files: [gold], speed: 1, time: 'rebased', pace },
      catalogue,
    );
    const { sink, bursts } = recordingSink();
    await feed.start(sink);
    await until(() => bursts.length === 1);
    await feed.stop();
    expect(bursts).toHaveLength(1);
    await expect(feed.finished()).resolves.toMatchObject({ complete: false, ticks: 1 });
  });
});

describe('createReplayFeed', () => {
  const options = { name: 'replay', files: [euro], pace: new VirtualClock() };
  it.each([
    [
      { ...options, files: [], speed: 'full', time: 'original' },
      'A replay needs at least one file.',
    ],
    [
      { ...options, speed: 'full', time: 'rebased' },
      'A replay at full speed keeps its original times.',
    ],
    [
      { ...options, speed: 0, time: 'original' },
      'The speed of a replay is "full" or a positive number.',
    ],
  ] as const)('refuses what cannot be: %#', (given, sentence) => {
    expect(() => createReplayFeed(given, catalogue)).toThrow(sentence);
  });
});
