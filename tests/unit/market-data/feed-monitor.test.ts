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
      monitor.received(second < 10 ? 1_000 : 5);
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
    monitor.received(1);
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
