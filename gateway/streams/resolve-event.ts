import { executeQueryPlan } from '@apollo/gateway';
import type { ServiceMap } from '@apollo/gateway';
import type { ExecutionResult } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { Generation } from '../supergraph/generation.js';
import type { SubscriptionPlan } from './subscription-plan.js';

type RequestContext = Parameters<typeof executeQueryPlan>[2];

/**
 * What a client sees of one upstream event: Apollo's executor runs the plan as for a query, except that the first
 * fetch is answered by the event. Nullability, error paths, `@requires` and field order are thereby those of queries.
 */
export const resolveEvent = (
  event: ExecutionResult,
  { generation, plan }: { generation: Generation; plan: SubscriptionPlan },
  request: { variables: Record<string, unknown>; context: GatewayContext; logger: Logger },
): Promise<ExecutionResult> => {
  // The executor reads no more of a request than this.
  const requestContext = {
    logger: request.logger,
    metrics: {},
    request: { variables: request.variables },
    context: request.context,
    schema: generation.apiSchema,
  } as unknown as RequestContext;
  return executeQueryPlan(
    plan.perEvent,
    answeringPrimary(generation.services, plan, event),
    requestContext,
    plan.context,
    generation.supergraphSchema,
    generation.internalApi,
  );
};

/** The data sources, of which the owning one answers its first call with the event. */
const answeringPrimary = (
  services: ServiceMap,
  { primary }: SubscriptionPlan,
  event: ExecutionResult,
): ServiceMap => {
  const owner = services[primary.serviceName];
  let isAnswered = false;
  const overlay = Object.create(services) as ServiceMap;
  overlay[primary.serviceName] = {
    process(options) {
      if (isAnswered || options.request.query !== primary.operation) {
        if (!owner) throw new Error(`no data source for ${primary.serviceName}`);
        return owner.process(options);
      }
      isAnswered = true;
      return Promise.resolve(event as Awaited<ReturnType<NonNullable<typeof owner>['process']>>);
    },
  };
  return overlay;
};
