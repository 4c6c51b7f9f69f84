import { getArgumentValues } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import { canonicalJson } from '../../foundation/json/canonical-json.js';
import { guardedSelections } from '../operations/guarded-selections.js';
import { operationKey } from '../operations/plan-operation.js';
import type { DeliveryScope } from '../supergraph/delivery-index.js';
import type { Generation } from '../supergraph/generation.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import type { SubscriptionRequest } from './prepare-subscription.js';
import { sharingOf } from './sharing.js';
import type { Sharing } from './sharing.js';

/** One execution: equal keys are served by the same one. */
export type StreamKey = { text: string; sharing: Sharing };

/**
 * What tells executions of one generation apart: operation, variables, and with whom its events may be shared. A
 * subscription field without `@delivery` is executed for each subscriber alone: it may be an answer to one question.
 */
export const streamKeyOf = (
  generation: Generation,
  plan: SubscriptionPlan,
  request: SubscriptionRequest,
  alone: () => string,
): StreamKey => {
  const { source, variables, viewer } = request;
  const sharing: Sharing = plan.delivery.isDeclared
    ? sharingOf(viewer, plan.scope, guardedSelections(generation, source), alone)
    : { key: alone(), viewer };
  const text = canonicalJson([operationKey(source), variables, sharing.key]);
  return { text, sharing };
};

/**
 * What a cursor is good for: a subscription field with its arguments, of whoever its events belong to. The selection
 * does not count, so that a client may come back for more or fewer fields.
 */
export const cursorBinding = (
  { apiSchema }: Generation,
  { primary, root, scope }: SubscriptionPlan,
  { viewer, variables }: SubscriptionRequest,
): string => {
  const field = apiSchema.getSubscriptionType()?.getFields()[root.name.value];
  const args = field ? getArgumentValues(field, root, variables) : {};
  return canonicalJson([primary.serviceName, root.name.value, args, ownerOf(scope, viewer)]);
};

const ownerOf = (scope: DeliveryScope, viewer: Viewer): readonly string[] => {
  if (scope === 'PUBLIC' || viewer.kind !== 'user') return [scope];
  const { tenantId, userId } = viewer;
  return scope === 'TENANT' ? [scope, tenantId] : [scope, tenantId, userId];
};
