import { describe, expect, it } from '@jest/globals';
import { LatencyMeter } from '../../../subgraphs/market-data/ingest/latency-meter.js';

describe('LatencyMeter', () => {
  it('tells nothing before the first event', () => {
    expect(new LatencyMeter().report()).toBeNull();
  });

  it('tells the lowest, the median and the slow end', () => {
    const meter = new LatencyMeter();
    for (let ms = 1; ms <= 1_000; ms++) meter.add(10_000, 10_000 + ms);
    expect(meter.report()).toEqual({ lowestMs: 1, medianMs: 501, p99Ms: 991, negative: 0 });
  });

  it('keeps negative latency, for it is a difference of clocks', () => {
    const meter = new LatencyMeter();
    meter.add(11_250, 10_000);
    meter.add(11_200, 10_000);
    expect(meter.report()).toMatchObject({ lowestMs: -1_250, negative: 2 });
  });

  it('forgets what is older than a minute', () => {
    const meter = new LatencyMeter();
    meter.add(11_250, 10_000);
    for (let second = 0; second < 90; second++)
      meter.add(20_000 + second * 1_000, 20_040 + second * 1_000);
    expect(meter.lowestMs).toBe(40);
    expect(meter.report()).toMatchObject({ p99Ms: 40, negative: 1 });
  });
});
