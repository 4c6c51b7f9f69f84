import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { UsageService } from '../metering/usage-service.js';

export type UsageContext = BaseContext & { usage: UsageService };

export const createUsageContext = (
  { viewer, requestId }: RequestIdentity,
  usage: UsageService,
): UsageContext => ({ viewer, requestId, usage });
