import type { RequiredSelection } from './execution-plan.js';
import { isJsonObject, mergeAnswer } from './merge-answer.js';
import type { JsonObject } from './merge-answer.js';
import type { TypeRelation } from './type-relation.js';

/** What a subgraph needs to know of an object to complete it; null when the object does not hold all of it. */
export type RepresentationOf = (object: JsonObject) => JsonObject | null;

export const compileRepresentation = (
  selections: readonly RequiredSelection[],
  isOfType: TypeRelation,
): RepresentationOf => {
  const steps = selections.map((selection) =>
    selection.kind === 'field'
      ? compileField(selection, isOfType)
      : compileFragment(selection, isOfType),
  );
  return (object) => {
    const representation: JsonObject = {};
    for (const step of steps) if (!step(object, representation)) return null;
    return representation;
  };
};

/** Writes one part of a representation; false when the object lacks it. */
type Step = (object: JsonObject, representation: JsonObject) => boolean;

const compileField = (
  { from, to, selections }: Extract<RequiredSelection, { kind: 'field' }>,
  isOfType: TypeRelation,
): Step => {
  const inner = selections ? compileRepresentation(selections, isOfType) : null;
  const pick = (value: unknown): unknown => {
    if (!inner) return value;
    return isJsonObject(value) ? inner(value) : null;
  };
  return (object, representation) => {
    const value = Object.hasOwn(object, from) ? object[from] : undefined;
    if (value === undefined) return false;
    representation[to] = Array.isArray(value) ? value.map(pick) : pick(value);
    return true;
  };
};

const compileFragment = (
  { type, selections }: Extract<RequiredSelection, { kind: 'fragment' }>,
  isOfType: TypeRelation,
): Step => {
  const inner = compileRepresentation(selections, isOfType);
  return (object, representation) => {
    if (!isOfType(object['__typename'], type)) return true;
    const part = inner(object);
    if (part) mergeAnswer(representation, part);
    return true;
  };
};
