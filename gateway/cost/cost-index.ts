import { isTypeDefinitionNode, Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
} from 'graphql';
import { argumentsOf, linkedSpecs } from '../supergraph/linked-specs.js';

/** How many items a list has, as `@listSize` tells it. */
export type ListSize = {
  assumedSize: number | null;
  /** Arguments that say how many are asked for. */
  slicingArguments: readonly string[];
  /** Where the list is, when not the field itself: fields of what it returns. */
  sizedFields: readonly string[];
  /** Whether exactly one of the slicing arguments has to be given. */
  requireOne: boolean;
};

/** What a supergraph says that things cost; composition takes it out of the API schema. */
export type CostIndex = {
  /** By coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. */
  weightOf(coordinate: string): number | undefined;
  listSizeOf(type: string, field: string): ListSize | undefined;
};

const costSpec = 'https://specs.apollo.dev/cost';

/** Reads `@cost` and `@listSize` under whatever names the supergraph imported them. */
export const buildCostIndex = (supergraph: DocumentNode): CostIndex => {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const spec = linkedSpecs(supergraph).find(({ identity }) => identity === costSpec);
  if (spec) {
    const names = { cost: spec.nameOf('cost'), listSize: spec.nameOf('listSize') };
    noteDefinitions(supergraph, {
      weigh(coordinate, directives) {
        const { weight } = argumentsNamed(names.cost, directives) ?? {};
        if (weight !== undefined) weights.set(coordinate, Number(weight));
      },
      size(coordinate, directives) {
        const given = argumentsNamed(names.listSize, directives);
        if (given) sizes.set(coordinate, toListSize(given));
      },
    });
  }
  return {
    weightOf: (coordinate) => weights.get(coordinate),
    listSizeOf: (type, field) => sizes.get(`${type}.${field}`),
  };
};

type Directives = readonly ConstDirectiveNode[] | undefined;
type Notes = {
  weigh: (coordinate: string, directives: Directives) => void;
  size: (coordinate: string, directives: Directives) => void;
};

const noteDefinitions = (supergraph: DocumentNode, notes: Notes): void => {
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const type = definition.name.value;
    notes.weigh(type, definition.directives);
    if ('fields' in definition)
      for (const field of definition.fields ?? []) noteField(type, field, notes);
  }
};

const noteField = (
  type: string,
  field: FieldDefinitionNode | InputValueDefinitionNode,
  { weigh, size }: Notes,
): void => {
  const coordinate = `${type}.${field.name.value}`;
  weigh(coordinate, field.directives);
  if (field.kind !== Kind.FIELD_DEFINITION) return;
  size(coordinate, field.directives);
  for (const argument of field.arguments ?? [])
    weigh(`${coordinate}(${argument.name.value}:)`, argument.directives);
};

const argumentsNamed = (name: string, directives: Directives) => {
  const directive = directives?.find((one) => one.name.value === name);
  return directive && argumentsOf(directive);
};

const toListSize = (given: Record<string, unknown>): ListSize => {
  const slicingArguments = (given['slicingArguments'] as string[] | null | undefined) ?? [];
  return {
    assumedSize: (given['assumedSize'] as number | null | undefined) ?? null,
    slicingArguments,
    sizedFields: (given['sizedFields'] as string[] | null | undefined) ?? [],
    requireOne: slicingArguments.length > 0 && given['requireOneSlicingArgument'] !== false,
  };
};
