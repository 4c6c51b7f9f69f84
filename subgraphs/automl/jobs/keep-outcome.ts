import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { UsageRecorded } from '../../../foundation/events/usage-events.js';
import { usageRecorded } from '../../../foundation/events/usage-events.js';
import { derivedId } from '../../../foundation/ids/derived-id.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { addVersion } from '../models/model-repository.js';
import { promoteVersion } from '../models/promote-version.js';
import type { TrainingOutcome } from '../training/training-outcome.js';
import { saveSuccess } from '../training-jobs/training-job-repository.js';
import type { TrainingJob } from '../training-jobs/training-job.js';

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
};

/** Thrown to take the transaction back. */
class Superseded extends Error {}

/**
 * Keeps what a training made: its version, which becomes the current one if it has an edge, and its cost. All of it or,
 * when a later attempt has taken over, nothing.
 * @returns whether it was kept.
 */
export const keepOutcome = async (
  deps: Deps,
  tenantId: string,
  job: TrainingJob,
  { version: trained, candidates }: TrainingOutcome,
): Promise<boolean> => {
  const finishedAt = nowOf(deps.clock);
  try {
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      const { id: jobId, modelId } = job;
      const version = await addVersion(tx, modelId, { jobId, trainedAt: finishedAt, trained });
      if (!(await saveSuccess(tx, job, { version, candidates, finishedAt })))
        throw new Superseded();
      const trainedAudit = auditEvent(
        deps,
        { system: deps.service },
        {
          tenantId,
          action: 'model.version-added',
          target: { type: 'Model', id: modelId },
          details: { version, verdict: trained.verdict, jobId },
        },
      );
      await recordEvents(tx, deps.service, [trainedAudit, usageOf(tenantId, job, finishedAt)]);
      if (trained.verdict === 'EDGE')
        await promoteVersion(tx, { tenantId, modelId, version }, { system: deps.service }, deps);
    });
  } catch (error) {
    if (error instanceof Superseded) return false;
    throw error;
  }
  await deps.relay.kick(tenantId);
  return true;
};

/** Only the attempt that ended well is charged. */
const usageOf = (
  tenantId: string,
  job: TrainingJob,
  finishedAt: Date,
): DomainEvent<UsageRecorded> => {
  const elapsedMs = finishedAt.getTime() - (job.startedAt ?? finishedAt).getTime();
  const time = finishedAt.toISOString();
  return {
    id: derivedId('event', usageRecorded, job.id),
    type: usageRecorded,
    tenantId,
    key: tenantId,
    occurredAt: time,
    payload: {
      meter: 'training_seconds',
      quantity: (elapsedMs / 1_000).toFixed(3),
      time,
      source: 'ml-automl',
      dimensions: { model: job.task.name, symbol: job.task.symbol },
    },
  };
};
