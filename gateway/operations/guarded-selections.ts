import { collectRequirements } from '../authorization/collect-requirements.js';
import type { GuardedSelection } from '../authorization/collect-requirements.js';
import type { Generation } from '../supergraph/generation.js';
import { operationKey, weightOf } from './plan-operation.js';
import type { OperationSource } from './plan-operation.js';

/** What an operation asks of its viewer, worked out once per generation. */
export const guardedSelections = (
  generation: Generation,
  source: OperationSource,
): readonly GuardedSelection[] => {
  const key = operationKey(source);
  const known = generation.guarded.get(key);
  if (known) return known;
  const guarded = collectRequirements(
    generation.requirements,
    generation.apiSchema,
    source.document,
    source.operationName,
  );
  generation.guarded.set(key, guarded, weightOf(source));
  return guarded;
};
