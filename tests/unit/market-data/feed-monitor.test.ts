import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import { FeedMonitor } from '../../../subgraphs/market-data/feeds/feed-monitor.js';
import { at, btcusdt, eurusd } from './building.js';

const monitoring = (now: string, instruments = [eurusd]) => {
  const clock = new VirtualClock(at(now));
  const feed = { name: 'simulator', kind: 'SIMULATOR', timeline: 'CLOCK' } as const;
  return { clock, monitor: new FeedMonitor(feed, instruments, clock) };
};

describe('FeedMonitor', () => {
  it('tells events per second over the last ten whole seconds', () => {
    const { clock, monitor } = monitoring('2026-01-14T10:00:00Z');
    for (let second = 0; second < 20; second++) {
      monitor.received('quotes', second < 10 ? 1_000 : 5);
      clock.advanceBy(1_000);
    }
    expect(monitor.report().eventsPerSecond).toBe(5);
    clock.advanceBy(5_000);
    expect(monitor.report().eventsPerSecond).toBe(2.5);
    clock.advanceBy(3_600_000);
    expect(monitor.report().eventsPerSecond).toBe(0);
  });

  it('counts rejections by reason and keeps the newest fifty', () => {
    const { monitor } = monitoring('2026-01-14T10:00:00Z');
    for (let i = 1; i <= 60; i++) monitor.rejected(i % 3 === 0 ? 'SPIKE' : 'CROSSED', `quote ${i}`);
    const report = monitor.report();
    expect(report.rejected).toBe(60);
    expect(report.rejections).toEqual([
      { reason: 'CROSSED', count: 40 },
      { reason: 'SPIKE', count: 20 },
    ]);
    expect(report.recentRejections).toHaveLength(50);
    expect(report.recentRejections[0]).toMatchObject({ reason: 'SPIKE', detail: 'quote 60' });
  });

  it('calls a feed stale that is silent in an open market', () => {
    const { clock, monitor } = monitoring('2026-01-14T10:00:00Z');
    expect(monitor.report()).toMatchObject({ status: 'IDLE', lastEventAtMs: null });
    monitor.entered('LIVE');
    clock.advanceBy(600_000);
    expect(monitor.report().status).toBe('LIVE');
    clock.advanceBy(1);
    expect(monitor.report().status).toBe('STALE');
    monitor.accepted('EURUSD', clock.nowMs(), clock.nowMs());
    expect(monitor.report().status).toBe('LIVE');
  });

  it('calls a feed closed while its markets are, and does not call it stale right after', () => {
    const { clock, monitor } = monitoring('2026-01-17T12:00:00Z');
    monitor.entered('LIVE');
    expect(monitor.report().status).toBe('CLOSED');
    clock.advanceTo(at('2026-01-18T22:05:00Z'));
    expect(monitor.report().status).toBe('LIVE');
    clock.advanceTo(at('2026-01-18T22:11:00Z'));
    expect(monitor.report().status).toBe('STALE');
  });

  it('is not stale while one of its open markets may still be quiet', () => {
    const { clock, monitor } = monitoring('2026-01-14T10:00:00Z', [eurusd, btcusdt]);
    monitor.entered('LIVE');
    clock.advanceBy(120_000);
    expect(monitor.report().status).toBe('LIVE');
  });

  it('keeps the reason of a failure', () => {
    const { monitor } = monitoring('2026-01-14T10:00:00Z');
    monitor.entered('FAILED', 'There is no file a.csv.');
    expect(monitor.report()).toMatchObject({
      status: 'FAILED',
      failure: 'There is no file a.csv.',
    });
  });
});

describe('the health of a feed', () => {
  const live = () => {
    const monitored = monitoring('2026-01-14T10:00:00Z', [eurusd, btcusdt]);
    monitored.monitor.entered('LIVE');
    return monitored;
  };
  const hear = ({ clock, monitor }: ReturnType<typeof live>, skewMs = 0) => {
    for (const symbol of ['EURUSD', 'BTCUSDT'])
      monitor.accepted(symbol, clock.nowMs() + skewMs, clock.nowMs());
  };

  it('is good while everything comes', () => {
    const monitored = live();
    hear(monitored);
    expect(monitored.monitor.report()).toMatchObject({
      health: { state: 'HEALTHY', reasons: [] },
      latency: { lowestMs: 0, negative: 0 },
    });
  });

  it('suffers when one symbol is silent, and is down when all are', () => {
    const monitored = live();
    hear(monitored);
    monitored.clock.advanceBy(60_001);
    expect(monitored.monitor.report()).toMatchObject({
      status: 'LIVE',
      staleSymbols: ['BTCUSDT'],
      health: { state: 'DEGRADED', reasons: ['Silent although open: BTCUSDT.'] },
    });
    monitored.clock.advanceBy(600_000);
    expect(monitored.monitor.report().health.state).toBe('DOWN');
  });

  it('suffers for a minute from what is missing, and counts it for good', () => {
    const monitored = live();
    monitored.monitor.sequenceGapFound('BTCUSDT', { first: 3, last: 7 });
    monitored.monitor.recovered();
    expect(monitored.monitor.report()).toMatchObject({
      sequenceGaps: 1,
      missed: 5,
      recovered: 1,
      recentGaps: [{ symbol: 'BTCUSDT', kind: 'SEQUENCE', missed: 5, sinceMs: null }],
      health: { state: 'DEGRADED', reasons: ['5 events went missing within the last minute.'] },
    });
    monitored.clock.advanceBy(60_001);
    hear(monitored);
    expect(monitored.monitor.report()).toMatchObject({ missed: 5, health: { state: 'HEALTHY' } });
  });

  it('says by how much the clocks differ', () => {
    const monitored = live();
    hear(monitored, 1_250);
    expect(monitored.monitor.report()).toMatchObject({
      latency: { lowestMs: -1_250, negative: 2 },
      health: { reasons: ["Its times are at least 1250 ms ahead of the platform's clock."] },
    });
  });

  it('is down while the connection is lost', () => {
    const monitored = live();
    monitored.monitor.noticed({ kind: 'CONNECTED' });
    monitored.monitor.noticed({ kind: 'DISCONNECTED', reason: 'the venue closed it (1006)' });
    expect(monitored.monitor.report()).toMatchObject({
      status: 'DISCONNECTED',
      health: { state: 'DOWN', reasons: ['It is not connected: the venue closed it (1006)'] },
    });
    monitored.monitor.noticed({ kind: 'CONNECTED' });
    hear(monitored);
    expect(monitored.monitor.report()).toMatchObject({
      reconnects: 1,
      health: { state: 'HEALTHY' },
    });
  });

  it('suffers while an order book is not synchronised', () => {
    const clock = new VirtualClock(at('2026-01-14T10:00:00Z'));
    const feed = { name: 'binance', kind: 'BINANCE', timeline: 'CLOCK' } as const;
    const monitor = new FeedMonitor(feed, [btcusdt], clock, () => ['BTCUSDT']);
    monitor.entered('LIVE');
    monitor.accepted('BTCUSDT', clock.nowMs(), clock.nowMs());
    monitor.noticed({ kind: 'CHANGES_MISSED', symbol: 'BTCUSDT', first: 1, last: 4 });
    expect(monitor.report().health.reasons).toEqual([
      'Order books not synchronised: BTCUSDT.',
      '4 events went missing within the last minute.',
    ]);
  });
});
