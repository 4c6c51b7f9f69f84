import { getNullableType, isInputObjectType, isListType, valueFromASTUntyped } from 'graphql';
import type { FieldNode, GraphQLArgument, GraphQLInputType } from 'graphql';
import type { CostIndex } from './cost-index.js';

type Variables = Readonly<Record<string, unknown>>;

/** What an argument is given, or its default. */
export const argumentValue = (
  node: FieldNode,
  argument: GraphQLArgument,
  variables: Variables,
): unknown => {
  const given = node.arguments?.find(({ name }) => name.value === argument.name);
  const value = given && valueFromASTUntyped(given.value, variables);
  return value === undefined ? argument.defaultValue : value;
};

/** An input object costs 1 unless it is weighed otherwise, and what its fields cost; leaves cost what they are weighed. */
export const inputCost = (
  index: CostIndex,
  type: GraphQLInputType,
  value: unknown,
  weight: number | undefined,
): number => {
  if (value === null || value === undefined) return 0;
  const bare = getNullableType(type);
  if (isListType(bare)) {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    const inner = bare.ofType;
    return items.reduce<number>((sum, item) => sum + inputCost(index, inner, item, weight), 0);
  }
  if (!isInputObjectType(bare) || typeof value !== 'object')
    return weight ?? index.weightOf(String(bare)) ?? 0;
  let cost = weight ?? index.weightOf(bare.name) ?? 1;
  const given = value as Record<string, unknown>;
  for (const field of Object.values(bare.getFields())) {
    const own = index.weightOf(`${bare.name}.${field.name}`);
    cost += inputCost(index, field.type, given[field.name], own);
  }
  return cost;
};
