import type { FeedReport } from '../feeds/feed-monitor.js';
import type { Rejection } from '../ingest/rejection.js';

export const feedResolvers = {
  lastEventAt: ({ lastEventAtMs }: FeedReport): Date | null =>
    lastEventAtMs === null ? null : new Date(lastEventAtMs),
};

export const rejectionResolvers = {
  at: ({ atMs }: Rejection): Date => new Date(atMs),
};
