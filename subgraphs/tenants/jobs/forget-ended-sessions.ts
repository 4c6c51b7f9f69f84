import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { SessionStore } from '../sessions/session-store.js';

const dayMs = 24 * 3_600_000;
/** Long enough to look into a session that was revoked. */
const keptMs = 30 * dayMs;

/** Forgets sessions that ended a month ago, with their tokens. */
export const createForgetEndedSessionsJob = (deps: {
  sessions: SessionStore;
  clock: Clock;
  logger: Logger;
}): RepeatingJob =>
  createRepeatingJob(deps, {
    name: 'forget-ended-sessions',
    everyMs: dayMs,
    work: () => deps.sessions.forgetEnded(deps.clock.nowMs() - keptMs),
  });
