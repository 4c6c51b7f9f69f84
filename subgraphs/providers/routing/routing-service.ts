import { z } from 'zod';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError, InputFaults } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Task } from '../framework/ai-provider.js';
import type { ProviderRegistry, TenantProvider } from '../framework/provider-registry.js';
import { modelFor } from './router.js';
import type { RoutingPolicy } from './routing-policy.js';
import { routingStrategies } from './routing-policy.js';
import { savePolicy } from './routing-repository.js';

export type RoutingService = {
  /** Replaces the policy of a task; it holds for the next request. */
  set(
    by: { viewer: Viewer; requestId: string },
    task: Task,
    policy: RoutingPolicy,
  ): Promise<RoutingPolicy & { task: Task }>;
};

const schema = z.object({
  strategy: z.enum(routingStrategies),
  providers: z
    .array(
      z.object({
        id: z.string(),
        weight: z.number().positive('Give a weight above 0.').max(1_000_000),
      }),
    )
    .min(1, 'Name at least one provider.')
    .max(50, 'Name at most 50 providers.')
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
      error: 'Name each provider once.',
    }),
});

export const createRoutingService = (deps: {
  service: string;
  registry: ProviderRegistry;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
}): RoutingService => ({
  async set(by, task, given) {
    const tenantId = requireTenant(by.viewer);
    const policy = checkInput(schema, given);
    assertAllDo(task, policy, await deps.registry.of(tenantId));
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      await savePolicy(tx, task, policy);
      const change = {
        tenantId,
        action: 'ai-routing-policy.set',
        target: { type: 'AIRoutingPolicy', id: task },
        details: policy,
      };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
    });
    void deps.relay.kick(tenantId);
    return { task, ...policy };
  },
});

const assertAllDo = (
  task: Task,
  policy: RoutingPolicy,
  providers: readonly TenantProvider[],
): void => {
  const faults = policy.providers.flatMap(({ id }, index): DomainError[] => {
    const path = ['input', 'providers', String(index), 'id'];
    const provider = providers.find((one) => one.id === id);
    if (!provider) return [new DomainError('NOT_FOUND', `There is no provider ${id}.`, path)];
    if (modelFor(provider.models, task) !== undefined) return [];
    return [new DomainError('INVALID_INPUT', `${provider.name} has no model for ${task}.`, path)];
  });
  const [first, ...rest] = faults;
  if (first) throw new InputFaults([first, ...rest]);
};
