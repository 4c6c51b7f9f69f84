import { getArgumentValues } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
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
  const text = JSON.stringify([operationKey(source), canonical(variables), sharing.key]);
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
  return JSON.stringify([
    primary.serviceName,
    root.name.value,
    canonical(args),
    ownerOf(scope, viewer),
  ]);
};

const ownerOf = (scope: DeliveryScope, viewer: Viewer): readonly string[] => {
  if (scope === 'PUBLIC' || viewer.kind !== 'user') return [scope];
  const { tenantId, userId } = viewer;
  return scope === 'TENANT' ? [scope, tenantId] : [scope, tenantId, userId];
};

/** The same for the same values, in whatever order their properties stand. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
};
