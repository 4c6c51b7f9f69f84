import type {
  CompositeType,
  FieldSelection,
  Operation,
  OutputType,
  SelectionSet,
} from '@apollo/federation-internals';
import { isSubtype } from '@apollo/federation-internals';

/** An operation that this module leaves to Apollo: introspection, or an order of fields that depends on variables. */
export class Unshapeable extends Error {}

/** A Boolean variable of `@include`, or of `@skip` when `expected` is false. */
export type Condition = { variable: string; expected: boolean };

/** All of the conditions, or always when there are none. */
type Conditions = readonly Condition[];

/** A selection set that applies under conditions. */
export type ConditionedSelections = { selections: SelectionSet; conditions: Conditions };

export type ShapedField = {
  key: string;
  /** Null for `__typename`. */
  type: OutputType | null;
  /** Where the field appears when not always: when any of these holds. */
  alternatives: readonly Conditions[];
  /** What is selected below the field. */
  below: readonly ConditionedSelections[];
};

type Collector = { fields: Map<string, ShapedField>; type: CompositeType };

/**
 * The fields that selections give on an object of one type, in the order in which Apollo's executor writes them.
 * @throws {Unshapeable}
 */
export const shapeOfObject = (
  selections: readonly ConditionedSelections[],
  type: CompositeType,
): ShapedField[] => {
  const collector: Collector = { fields: new Map(), type };
  for (const one of selections) collect(collector, one);
  return [...collector.fields.values()];
};

const collect = (collector: Collector, { selections, conditions }: ConditionedSelections): void => {
  for (const selection of selections.selections()) {
    const all = conditionsOf(selection.element, conditions);
    if (all === 'never') continue;
    if (selection.kind === 'FieldSelection') {
      addField(collector, selection, all);
      continue;
    }
    const wanted = selection.element.typeCondition;
    if (!wanted || isSubtype(wanted, collector.type))
      collect(collector, { selections: selection.selectionSet, conditions: all });
  }
};

const addField = (
  collector: Collector,
  { element, selectionSet }: FieldSelection,
  conditions: Conditions,
): void => {
  const key = element.responseName();
  // A name of every JavaScript object, such as `constructor`, would be found where nothing is.
  if (element.definition.isSchemaIntrospectionField() || key in {}) throw new Unshapeable();
  const isTypename = element.name === '__typename';
  const below = selectionSet ? [{ selections: selectionSet, conditions }] : [];
  const known = collector.fields.get(key);
  if (!known) {
    const type = isTypename ? null : (element.definition.type ?? null);
    collector.fields.set(key, { key, type, alternatives: [conditions], below });
    return;
  }
  // Whether it stands here or further down would depend on variables.
  if (known.alternatives[0]?.length !== 0) throw new Unshapeable();
  collector.fields.set(key, {
    ...known,
    alternatives: [...known.alternatives, conditions],
    below: [...known.below, ...below],
  });
};

type Directed = { appliedDirectives: readonly { name: string; arguments(): object }[] };

const conditionsOf = ({ appliedDirectives }: Directed, outer: Conditions): Conditions | 'never' => {
  const conditions = [...outer];
  for (const directive of appliedDirectives) {
    if (directive.name !== 'skip' && directive.name !== 'include') continue;
    const expected = directive.name === 'include';
    const { if: given } = directive.arguments() as { if?: unknown };
    if (typeof given === 'boolean') {
      if (given !== expected) return 'never';
    } else conditions.push({ variable: (given as { name: string }).name, expected });
  }
  return conditions;
};

/** The root of an operation as selections. */
export const rootOf = (
  operation: Operation,
): { type: CompositeType; selections: ConditionedSelections[] } => {
  const type = operation.schema().schemaDefinition.rootType(operation.rootKind);
  if (!type) throw new Unshapeable();
  return { type, selections: [{ selections: operation.selectionSet, conditions: [] }] };
};
