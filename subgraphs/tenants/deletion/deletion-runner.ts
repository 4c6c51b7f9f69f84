import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import { stepOf } from '../tenants/tenant.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { moveTenant } from '../tenants/tenant-repository.js';
import type { DeletionPhase, TenantDeletion } from './deletion.js';
import { isDue, phaseAfter } from './deletion.js';
import type { DeletionEffects, DeletionFacts } from './deletion-effects.js';
import { advanceDeletion, findDeletion, listDueDeletionIds } from './deletion-repository.js';

export type DeletionRunner = {
  /** Takes every deletion that is due as far as it goes; the number of those that could not be finished now. */
  runDue(): Promise<number>;
};

export const createDeletionRunner = (deps: {
  controlPlane: ControlPlane;
  effects: DeletionEffects;
  events: TenantEvents;
  clock: Clock;
  logger: Logger;
}): DeletionRunner => {
  const run = async (id: string): Promise<void> => {
    for (;;) {
      const deletion = await findDeletion(deps.controlPlane.db, id);
      const next = phaseAfter(deletion.phase);
      if (!next || next === 'WAITING' || !isDue(deletion, deps.clock.nowMs())) return;
      const at = nowOf(deps.clock);
      const facts = await deps.effects[next](deletion, at);
      if (!(await reach(deps, deletion, { phase: next, at, ...facts }))) return;
      deps.logger.info({ tenantId: deletion.tenantId, phase: next }, 'a deletion went on');
    }
  };

  return {
    async runDue() {
      let left = 0;
      for (const id of await listDueDeletionIds(deps.controlPlane.db, nowOf(deps.clock)))
        await run(id).catch((error: unknown) => {
          left++;
          deps.logger.error({ err: error, deletionId: id }, 'a deletion waits for the next run');
        });
      return left;
    },
  };
};

/** With the last phase the tenant is DELETED and the others are told, in the same transaction. */
const reach = (
  { controlPlane, events }: Parameters<typeof createDeletionRunner>[0],
  deletion: TenantDeletion,
  reached: { phase: DeletionPhase; at: Date } & DeletionFacts,
): Promise<boolean> =>
  controlPlane.transaction(async (tx) => {
    const isMine = await advanceDeletion(tx, deletion, reached);
    if (!isMine || reached.phase !== 'CERTIFIED') return { result: isMine, events: [] };
    const { tenantId, id: deletionId } = deletion;
    await moveTenant(tx, tenantId, stepOf('DELETING', 'finish deletion'), {});
    return {
      result: true,
      events: [events.deleted({ tenantId, deletionId, deletedAt: reached.at.toISOString() })],
    };
  });
