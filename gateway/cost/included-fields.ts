import { isAbstractType, Kind } from 'graphql';
import type {
  DirectiveNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
export type Included = (variables: Variables) => boolean;

/** A field as it is written in one place, and when it counts. */
export type WrittenField = { node: FieldNode; isIncluded: Included };

export type SelectionContext = {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Called for every selection that is looked at; throws when there have been too many. */
  step(): void;
};

const always: Included = () => true;

/** The fields of an object by the name they answer under, from wherever they are written. */
export const fieldsByResponseName = (
  context: SelectionContext,
  type: GraphQLObjectType,
  selectionSets: readonly { set: SelectionSetNode; isIncluded: Included }[],
): Map<string, WrittenField[]> => {
  const fields = new Map<string, WrittenField[]>();
  const collect = ({ selections }: SelectionSetNode, isIncluded: Included): void => {
    for (const selection of selections) {
      context.step();
      const included = both(isIncluded, conditionOf(selection.directives));
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const written = fields.get(name) ?? [];
        written.push({ node: selection, isIncluded: included });
        fields.set(name, written);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : context.fragments.get(selection.name.value);
      if (fragment && applies(context.schema, fragment.typeCondition?.name.value, type))
        collect(fragment.selectionSet, included);
    }
  };
  for (const { set, isIncluded } of selectionSets) collect(set, isIncluded);
  return fields;
};

const applies = (
  schema: GraphQLSchema,
  condition: string | undefined,
  type: GraphQLObjectType,
): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const narrowed = schema.getType(condition);
  return isAbstractType(narrowed) && schema.isSubType(narrowed, type);
};

const both = (one: Included, other: Included): Included => {
  if (one === always) return other;
  return other === always ? one : (variables) => one(variables) && other(variables);
};

const conditionOf = (directives: readonly DirectiveNode[] | undefined): Included => {
  let condition = always;
  for (const { name, arguments: given } of directives ?? []) {
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    if (!value || (name.value !== 'skip' && name.value !== 'include')) continue;
    const wanted = name.value === 'include';
    condition = both(condition, (variables) => {
      const given =
        value.kind === Kind.VARIABLE
          ? variables[value.name.value]
          : 'value' in value && value.value;
      return (given === true) === wanted;
    });
  }
  return condition;
};
