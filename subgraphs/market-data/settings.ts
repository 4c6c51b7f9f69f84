import { z } from 'zod';
import {
  choiceSetting,
  integerSetting,
  optionalSetting,
  portSetting,
  textSetting,
} from '../../foundation/config/settings.js';
import type { SettingsOf } from '../../foundation/config/settings.js';
import type { FeedConfig, PushConfig } from './feeds/feed-config.js';

const listFrom = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const pushFeedFrom = (text: string): PushConfig | null => {
  const [, name, symbols, keyHash] =
    /^([\w-]+):([A-Z0-9]+(?:\+[A-Z0-9]+)*):([0-9a-f]{64})$/.exec(text) ?? [];
  if (name === undefined || symbols === undefined || keyHash === undefined) return null;
  return { kind: 'push', name, symbols: symbols.split('+'), keyHash };
};

export const marketDataSettings = {
  MARKET_DATA_PORT: portSetting(5001, 'Port of data-bridge.'),
  MARKET_DATA_FEED: choiceSetting(
    ['simulator', 'replay', 'recording', 'binance', 'none'],
    'simulator',
    'Where market data comes from.',
  ),
  SIMULATOR_SEED: integerSetting(
    7,
    { min: 0, max: 2_147_483_647 },
    'Seed of the simulated market: the same seed and start time give the same prices.',
  ),
  MARKET_DATA_HISTORY_HOURS: integerSetting(
    24,
    { min: 1, max: 720 },
    'Hours of open market that are filled in when the store has no candles yet.',
  ),
  REPLAY_FILES: optionalSetting('Recorded days to replay, separated by commas.'),
  RECORDING_FILE: optionalSetting(
    'A file to play at its own times: CSV with a header, events of POST /ingest, or a capture of Binance.',
  ),
  RECORDING_SYMBOL: textSetting('BTCUSDT', 'The instrument of that file.'),
  REPLAY_SPEED: {
    schema: z
      .string()
      .regex(/^(full|\d+(\.\d+)?)$/, 'is "full" or a number')
      .transform((text) => (text === 'full' ? text : Number(text)))
      .default(1),
    description: 'Multiple of the recorded pace, or "full" for as fast as it goes.',
    example: '1',
  },
  REPLAY_TIME: choiceSetting(
    ['rebased', 'original'],
    'rebased',
    'Whether a replay happens now or at its recorded times.',
  ),
  BINANCE_SYMBOLS: optionalSetting(
    'Instruments to take from Binance, separated by commas. Default: BTCUSDT,ETHUSDT,SOLUSDT.',
  ),
  BINANCE_SOCKET_URL: optionalSetting(
    'Address of the market data streams of Binance. Default: wss://stream.binance.com:9443.',
  ),
  BINANCE_REST_URL: optionalSetting(
    'Address of the REST interface of Binance. Default: https://api.binance.com.',
  ),
  PUSH_FEEDS: {
    schema: z
      .string()
      .default('')
      .transform((text, context) => {
        const feeds = listFrom(text).map((item) => pushFeedFrom(item));
        if (feeds.every((feed) => feed !== null)) return feeds;
        context.addIssue({ code: 'custom', message: 'is a list of name:SYMBOL+SYMBOL:sha256' });
        return z.NEVER;
      }),
    description:
      'Feeds that clients send to POST /ingest, separated by commas: name:SYMBOL+SYMBOL:SHA-256 of the key in hex.',
    example: '',
  },
  MARKET_DATA_TICK_DAYS: integerSetting(
    7,
    { min: 0, max: 36_500 },
    'Days for which ticks are kept, 0 for all; candles are kept for good.',
  ),
  MARKET_DATA_CLOSE_GRACE_MS: integerSetting(
    250,
    { min: 0, max: 10_000 },
    'How long after its end a candle waits for quotes on their way.',
  ),
};

export type MarketDataSettings = SettingsOf<typeof marketDataSettings>;

/** What `createMarketData` takes, as the settings have it. */
export const marketDataOptionsFrom = (settings: MarketDataSettings) => ({
  feeds: feedsFrom(settings),
  historyHours: settings.MARKET_DATA_HISTORY_HOURS,
  tickDays: settings.MARKET_DATA_TICK_DAYS,
  closeGraceMs: settings.MARKET_DATA_CLOSE_GRACE_MS,
});

const feedsFrom = (settings: MarketDataSettings): FeedConfig[] => [
  ...venueFeedsFrom(settings),
  ...settings.PUSH_FEEDS,
];

const venueFeedsFrom = (settings: MarketDataSettings): FeedConfig[] => {
  switch (settings.MARKET_DATA_FEED) {
    case 'simulator':
      return [{ kind: 'simulator', seed: settings.SIMULATOR_SEED }];
    case 'replay':
      return [
        {
          kind: 'replay',
          files: listFrom(settings.REPLAY_FILES).map((path) => ({ path })),
          speed: settings.REPLAY_SPEED,
          time: settings.REPLAY_TIME,
        },
      ];
    case 'recording':
      return [
        {
          kind: 'recording',
          path: settings.RECORDING_FILE ?? '',
          symbol: settings.RECORDING_SYMBOL,
          speed: settings.REPLAY_SPEED,
        },
      ];
    case 'binance':
      return [
        {
          kind: 'binance',
          symbols: listFrom(settings.BINANCE_SYMBOLS ?? 'BTCUSDT,ETHUSDT,SOLUSDT'),
          socketUrl: settings.BINANCE_SOCKET_URL,
          restUrl: settings.BINANCE_REST_URL,
        },
      ];
    case 'none':
      return [];
  }
};
