import type { Rewrite, RewriteStep } from './execution-plan.js';
import { isJsonObject } from './merge-answer.js';
import type { JsonObject } from './merge-answer.js';
import type { TypeRelation } from './type-relation.js';

/** Changes an object in place. */
export type Rewriter = (object: unknown) => void;

/** All rewrites of a fetch, one after the other; null where there are none. */
export const compileRewrites = (
  rewrites: readonly Rewrite[],
  isOfType: TypeRelation,
): Rewriter | null => {
  if (rewrites.length === 0) return null;
  const rewriters = rewrites.map((rewrite) => compileRewrite(rewrite, isOfType));
  return (object) => {
    for (const rewriter of rewriters) rewriter(object);
  };
};

const compileRewrite = (rewrite: Rewrite, isOfType: TypeRelation): Rewriter => {
  const change = (object: JsonObject): void => {
    const { property } = rewrite;
    if (rewrite.kind === 'set') object[property] = rewrite.value;
    else if (Object.hasOwn(object, property) && object[property]) {
      object[rewrite.to] = object[property];
      object[property] = undefined;
    }
  };
  return (object) => {
    applyAt(rewrite.path, object, isOfType, change);
  };
};

const applyAt = (
  [step, ...rest]: readonly RewriteStep[],
  value: unknown,
  isOfType: TypeRelation,
  change: (object: JsonObject) => void,
): void => {
  if (Array.isArray(value)) {
    const path = step ? [step, ...rest] : rest;
    for (const item of value) applyAt(path, item, isOfType, change);
  } else if (isJsonObject(value)) {
    if (!step) change(value);
    else if ('property' in step) {
      const { property } = step;
      applyAt(rest, Object.hasOwn(value, property) ? value[property] : null, isOfType, change);
    } else if (isAnyOf(value['__typename'], step.types, isOfType))
      applyAt(rest, value, isOfType, change);
  }
};

/** An object that does not say what it is may be any of them. */
const isAnyOf = (typename: unknown, types: readonly string[], isOfType: TypeRelation): boolean =>
  !typename || types.some((type) => isOfType(typename, type));
