import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Trainer } from '../jobs/train.js';
import { findOrAddModel } from '../models/model-repository.js';
import type { Instruments } from './instruments.js';
import { addJob, countPending, findJob } from './training-job-repository.js';
import type { TrainingJob } from './training-job.js';
import { parseTrainingRequest } from './training-request.js';

type By = { viewer: Viewer; requestId: string };

export type TrainingService = {
  /** Keeps the job and has it run. */
  request(by: By, input: unknown): Promise<TrainingJob>;
  /** @throws {DomainError} NOT_FOUND. */
  find(viewer: Viewer, jobId: string): Promise<TrainingJob>;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  trainer: Trainer;
  instruments: Instruments;
  clock: Clock;
  ids: IdGenerator;
};

/** Of one tenant, so that the others get their turn. */
const mostPending = 5;

export const createTrainingService = (deps: Deps): TrainingService => {
  const find: TrainingService['find'] = async (viewer, jobId) => {
    const tenantId = requireTenant(viewer);
    const job = await deps.tenantDb.withTenant(tenantId, async (db) => findJob(db, jobId));
    if (!job) throw new DomainError('NOT_FOUND', 'There is no such training job.', ['id']);
    return job;
  };

  return {
    find,

    async request(by, input) {
      const tenantId = requireTenant(by.viewer);
      const { timeBudgetSeconds, seed, ...task } = parseTrainingRequest(input);
      if (!(await deps.instruments.exists(task.symbol)))
        throw new DomainError('INVALID_INPUT', `There is no instrument ${task.symbol}.`, [
          ...['input', 'symbol'],
        ]);
      const id = deps.ids('trainingJob');
      const createdAt = nowOf(deps.clock);
      await deps.tenantDb.transaction(tenantId, async (tx) => {
        if ((await countPending(tx)) >= mostPending)
          throw new DomainError(
            'QUOTA_EXCEEDED',
            `${mostPending} trainings wait or run already; let one of them end first.`,
          );
        const model = await findOrAddModel(tx, task, { id: deps.ids('model'), createdAt });
        const { symbol, interval, horizon } = model;
        if (symbol !== task.symbol || interval !== task.interval || horizon !== task.horizon)
          throw new DomainError(
            'ALREADY_EXISTS',
            `The model ${task.name} is for ${symbol}, ${interval}, horizon ${horizon}.`,
            ['input', 'name'],
          );
        await addJob(tx, { id, modelId: model.id, timeBudgetSeconds, seed, createdAt });
        const change = {
          tenantId,
          action: 'model.train',
          target: { type: 'TrainingJob', id },
          details: { ...task, timeBudgetSeconds, seed },
        };
        await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
      });
      await deps.relay.kick(tenantId);
      await deps.trainer.enqueue(tenantId, id);
      return find(by.viewer, id);
    },
  };
};
