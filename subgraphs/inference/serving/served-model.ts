import type { ModelPromoted } from '../../../foundation/events/model-events.js';

/** The version of a tenant's model that is served. */
export type ServedModel = Omit<ModelPromoted, 'name' | 'time'> & { tenantId: string };

/** Live channel that tells every process of this service that a tenant's served models have changed. */
export const servedModelsChannel = 'inference.served-models';

export type ServedModelsChanged = { tenantId: string };
