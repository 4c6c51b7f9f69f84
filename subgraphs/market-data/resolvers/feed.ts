import type { FeedGap, FeedReport } from '../feeds/feed-monitor.js';
import type { Rejection } from '../ingest/rejection.js';

export const feedResolvers = {
  lastEventAt: ({ lastEventAtMs }: FeedReport): Date | null =>
    lastEventAtMs === null ? null : new Date(lastEventAtMs),
  health: ({ health }: FeedReport): string => health.state,
  reasons: ({ health }: FeedReport): readonly string[] => health.reasons,
};

export const rejectionResolvers = {
  at: ({ atMs }: Rejection): Date => new Date(atMs),
};

export const feedGapResolvers = {
  since: ({ sinceMs }: FeedGap): Date | null => (sinceMs === null ? null : new Date(sinceMs)),
  at: ({ atMs }: FeedGap): Date => new Date(atMs),
};
