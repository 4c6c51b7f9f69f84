import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { modelPromoted, modelPromotedSchema } from '../../../foundation/events/model-events.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import { saveServedModel } from '../serving/served-model-repository.js';
import type { ServedModelsChanged } from '../serving/served-model.js';
import { servedModelsChannel } from '../serving/served-model.js';

/**
 * Serves each promoted version. The promotion's number makes this idempotent; the broadcast reaches every process of
 * this service, of which only one has received the event.
 */
export const subscribeToModels = (deps: {
  service: string;
  bus: EventBus;
  broadcast: Broadcast;
  tenantDb: TenantDatabase;
}): Promise<Subscription> =>
  deps.bus.subscribe({
    group: deps.service,
    types: [modelPromoted],
    async handler({ tenantId, payload }) {
      if (tenantId === null) return;
      const promoted = modelPromotedSchema.parse(payload);
      await deps.tenantDb.transaction(tenantId, async (tx) => saveServedModel(tx, promoted));
      const changed: ServedModelsChanged = { tenantId };
      await deps.broadcast.publish(servedModelsChannel, changed);
    },
  });
