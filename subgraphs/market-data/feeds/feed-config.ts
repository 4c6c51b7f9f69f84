import { seededRandom } from '../../../foundation/ids/seeded-random.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { systemClock } from '../../../foundation/time/clock.js';
import type { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { BinanceFeed } from './binance/binance-feed.js';
import type { FeedAdapter } from './feed-adapter.js';
import { PushFeed } from './push/push-feed.js';
import type { RecordingSource } from './replay/recording.js';
import { RecordingFeed } from './recording/recording-feed.js';
import { RecordingError } from './replay/recording-error.js';
import { createReplayFeed } from './replay/replay-feed.js';
import { createSimulatorFeed } from './simulator/simulator-feed.js';

export type SimulatorConfig = {
  kind: 'simulator';
  /** Default: `simulator`. */
  name?: string;
  seed: number;
  /** Default: all instruments that no other feed tells. */
  symbols?: readonly string[];
};

export type ReplayConfig = {
  kind: 'replay';
  /** Default: `replay`. */
  name?: string;
  files: readonly RecordingSource[];
  /** `full`: as fast as the consumers take it, which needs original times; otherwise a multiple of the recorded pace. */
  speed: 'full' | number;
  /** `original`: quotes keep their recorded times; `rebased`: the recording happens now. */
  time: 'original' | 'rebased';
  /** With original times: the platform's clock, which the recording then moves. */
  drive?: VirtualClock;
  /** False: only `runReplay` starts it. Default true. */
  autoStart?: boolean;
};

/** A file whose lines have whole instants; it is played at those times. */
export type RecordingConfig = {
  kind: 'recording';
  /** Default: `recording`. */
  name?: string;
  path: string;
  symbol: string;
  speed: 'full' | number;
  /** False: only `runReplay` starts it. Default true. */
  autoStart?: boolean;
};

export type BinanceConfig = {
  kind: 'binance';
  /** Default: `binance`. */
  name?: string;
  symbols: readonly string[];
  /** Default: the addresses of Binance. */
  socketUrl?: string | undefined;
  restUrl?: string | undefined;
};

export type PushConfig = {
  kind: 'push';
  name: string;
  symbols: readonly string[];
  /** SHA-256 of the key that its sender shows, in hex. */
  keyHash: string;
};

export type FeedConfig =
  SimulatorConfig | ReplayConfig | RecordingConfig | BinanceConfig | PushConfig;

export type FeedDeps = { catalogue: InstrumentCatalogue; clock: Clock; logger: Logger };

export type ConfiguredFeed = { adapter: FeedAdapter; autoStart: boolean };

/** @throws when a symbol is unknown or would come from two feeds, or a recording cannot be described. */
export const createFeeds = (configs: readonly FeedConfig[], deps: FeedDeps): ConfiguredFeed[] => {
  const taken = new Set(configs.flatMap((config) => ('symbols' in config ? config.symbols : [])));
  const feeds = configs.map((config) => createFeed(config, deps, taken));
  const sources = new Map<string, string>();
  const names = new Set<string>();
  for (const { adapter } of feeds) {
    if (names.has(adapter.name)) throw new Error(`Two feeds are called ${adapter.name}.`);
    names.add(adapter.name);
    for (const symbol of adapter.symbols) {
      const other = sources.get(symbol);
      if (other !== undefined)
        throw new Error(`${symbol} would come from ${other} and from ${adapter.name}.`);
      sources.set(symbol, adapter.name);
    }
  }
  return feeds;
};

const createFeed = (
  config: FeedConfig,
  deps: FeedDeps,
  taken: ReadonlySet<string>,
): ConfiguredFeed => {
  switch (config.kind) {
    case 'simulator':
      return { adapter: simulatorOf(config, deps, taken), autoStart: true };
    case 'replay':
      return { adapter: replayOf(config, deps), autoStart: config.autoStart ?? true };
    case 'recording':
      return { adapter: recordingOf(config, deps), autoStart: config.autoStart ?? true };
    case 'push': {
      for (const symbol of config.symbols) deps.catalogue.require(symbol);
      return {
        adapter: new PushFeed(config.name, config.symbols, config.keyHash),
        autoStart: true,
      };
    }
    case 'binance':
      return { adapter: binanceOf(config, deps), autoStart: true };
  }
};

const simulatorOf = (
  config: SimulatorConfig,
  { catalogue, clock }: FeedDeps,
  taken: ReadonlySet<string>,
): FeedAdapter => {
  const { name = 'simulator', seed, symbols } = config;
  const instruments =
    symbols?.map((symbol) => catalogue.require(symbol)) ??
    catalogue.all.filter(({ symbol }) => !taken.has(symbol));
  return createSimulatorFeed({ name, seed, clock, instruments });
};

const replayOf = (config: ReplayConfig, { catalogue, clock }: FeedDeps): FeedAdapter => {
  const { name = 'replay', files, speed, time, drive } = config;
  // The pace is real even where the platform's clock is virtual: a replay would otherwise wait for itself.
  const pace = drive ? systemClock : clock;
  return createReplayFeed({ name, files, speed, time, drive, pace }, catalogue);
};

const recordingOf = (config: RecordingConfig, { catalogue, clock }: FeedDeps): FeedAdapter => {
  const { name = 'recording', path, symbol, speed } = config;
  if (speed !== 'full' && !(speed > 0))
    throw new RecordingError('The speed of a recording is "full" or a positive number.');
  return new RecordingFeed({
    name,
    path,
    instrument: catalogue.require(symbol),
    speed,
    pace: clock,
  });
};

const binanceOf = (config: BinanceConfig, { catalogue, clock, logger }: FeedDeps): FeedAdapter =>
  new BinanceFeed({
    name: config.name ?? 'binance',
    instruments: config.symbols.map((symbol) => catalogue.require(symbol)),
    socketUrl: config.socketUrl ?? 'wss://stream.binance.com:9443',
    restUrl: config.restUrl ?? 'https://api.binance.com',
    ...{ clock, logger },
    random: seededRandom(clock.nowMs()),
  });
