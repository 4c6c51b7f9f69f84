import type { LatencyReport } from '../ingest/latency-meter.js';
import type { Timeline } from './feed-adapter.js';

export type FeedHealth = {
  state: 'HEALTHY' | 'DEGRADED' | 'DOWN';
  /** In words, the gravest first; none when it is healthy. */
  reasons: readonly string[];
};

/** Clocks further apart than this are worth an operator's look. */
const worrySkewMs = 1_000;

export type HealthFacts = {
  status: string;
  timeline: Timeline;
  failure: string | null;
  disconnected: string | null;
  staleSymbols: readonly string[];
  unsynchronizedBooks: readonly string[];
  /** Events that went missing within the last minute. */
  lostLately: number;
  latency: LatencyReport | null;
};

/** What an operator should know of a feed at a glance. */
export const healthOf = (facts: HealthFacts): FeedHealth => {
  const down = downReason(facts);
  const reasons = [...(down ? [down] : []), ...degradations(facts)];
  const state = down ? 'DOWN' : reasons.length > 0 ? 'DEGRADED' : 'HEALTHY';
  return { state, reasons };
};

const downReason = ({ status, failure, disconnected }: HealthFacts): string | null => {
  switch (status) {
    case 'FAILED':
      return `It failed: ${failure ?? 'no reason is known'}`;
    case 'STOPPED':
      return 'It was stopped.';
    case 'DISCONNECTED':
      return `It is not connected: ${disconnected ?? 'no reason is known'}`;
    case 'STALE':
      return 'All its open markets are silent.';
    default:
      return null;
  }
};

const degradations = (facts: HealthFacts): string[] => {
  const reasons: string[] = [];
  const { staleSymbols, unsynchronizedBooks, lostLately } = facts;
  if (staleSymbols.length > 0 && facts.status === 'LIVE')
    reasons.push(`Silent although open: ${staleSymbols.join(', ')}.`);
  if (unsynchronizedBooks.length > 0)
    reasons.push(`Order books not synchronised: ${unsynchronizedBooks.join(', ')}.`);
  if (lostLately > 0) reasons.push(`${lostLately} events went missing within the last minute.`);
  const skew = facts.timeline === 'CLOCK' ? skewReason(facts.latency) : null;
  if (skew) reasons.push(skew);
  return reasons;
};

const skewReason = (latency: LatencyReport | null): string | null => {
  if (!latency || Math.abs(latency.lowestMs) < worrySkewMs) return null;
  const size = Math.round(Math.abs(latency.lowestMs));
  return latency.lowestMs < 0
    ? `Its times are at least ${size} ms ahead of the platform's clock.`
    : `Its times are ${size} ms behind the platform's clock, delays included.`;
};
