import {
  getNamedType,
  getOperationAST,
  GraphQLError,
  isAbstractType,
  isObjectType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { CostIndex } from './cost-index.js';
import { fieldsByResponseName } from './included-fields.js';
import type { Included, SelectionContext, WrittenField } from './included-fields.js';
import { argumentValue, inputCost } from './input-cost.js';
import { sizeOfField } from './list-size.js';
import type { SizeOf, Variables } from './list-size.js';

/** What an operation may cost at most with these variables, before anything of it runs. */
export type OperationCost = (variables: Variables) => number;

export type CostSource = {
  index: CostIndex;
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | null | undefined;
  /** Items of a list of which nobody says how long it is. */
  defaultListSize: number;
};

/** A change is worth more than the look at what it changed. */
const mutationCost = 10;
/** Abstract types within abstract types multiply; a valid operation within the other limits stays far below. */
const mostSteps = 20_000;

/**
 * Compiles a valid operation to its cost, once; after that only variables are looked at. Weights as in the IBM cost
 * specification and in Apollo Router: an object 1, a leaf 0, a field as often as its list is long, of the types that an
 * abstract type may be the dearest, arguments once, a mutation 10 on top.
 * @throws {GraphQLError} OPERATION_TOO_COMPLEX when even adding it up would take too long.
 */
export const compileCost = (source: CostSource): OperationCost => {
  const { document, schema, operationName } = source;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return () => 0;
  const cost = new CostCompiler(source).item(
    root,
    [{ set: operation.selectionSet, isIncluded: () => true }],
    { weight: 0 },
  );
  const defaults = defaultsOf(operation);
  const base = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0;
  return (variables) => base + cost({ ...defaults, ...variables });
};

type SelectionSets = readonly { set: SelectionSetNode; isIncluded: Included }[];
const nothing: OperationCost = () => 0;
const noSizes: ReadonlyMap<string, SizeOf> = new Map();

class CostCompiler {
  readonly #context: SelectionContext;
  #steps = 0;

  constructor(private readonly source: CostSource) {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of source.document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        fragments.set(definition.name.value, definition);
    this.#context = {
      schema: source.schema,
      fragments,
      step: () => {
        if (++this.#steps > mostSteps) throw tooManySteps();
      },
    };
  }

  /** One item of what a field returns: its own weight, given by the field or by its type, and what is asked of it. */
  item(
    type: GraphQLNamedType,
    sets: SelectionSets,
    given: { weight?: number | undefined; sizes?: ReadonlyMap<string, SizeOf> } = {},
  ): OperationCost {
    const { index, schema } = this.source;
    const weight = given.weight ?? index.weightOf(type.name);
    if (isAbstractType(type)) {
      const costs = schema
        .getPossibleTypes(type)
        .map((possible) => this.item(possible, sets, { ...given, weight }));
      return (variables) => Math.max(0, ...costs.map((cost) => cost(variables)));
    }
    if (!isObjectType(type)) return weight ? () => weight : nothing;
    const fields = this.#object(type, sets, given.sizes ?? noSizes);
    return (variables) => (weight ?? 1) + fields(variables);
  }

  #object(
    type: GraphQLObjectType,
    sets: SelectionSets,
    sizes: ReadonlyMap<string, SizeOf>,
  ): OperationCost {
    const costs = [...fieldsByResponseName(this.#context, type, sets).values()].map((written) =>
      this.#field(type, written, sizes),
    );
    const counted = costs.filter((cost) => cost !== nothing);
    if (counted.length === 0) return nothing;
    return (variables) => counted.reduce((sum, cost) => sum + cost(variables), 0);
  }

  #field(
    type: GraphQLObjectType,
    written: readonly WrittenField[],
    sizes: ReadonlyMap<string, SizeOf>,
  ): OperationCost {
    const { index, defaultListSize: defaultSize } = this.source;
    const [first] = written;
    const field = first && type.getFields()[first.node.name.value];
    // What introspection asks costs no subgraph anything.
    if (!field) return nothing;
    const { node } = first;
    const inherited = sizes.get(field.name);
    const { own, below } = sizeOfField(index, { type, field, node }, { inherited, defaultSize });
    const item = this.item(getNamedType(field.type), selectionSetsOf(written), {
      weight: index.weightOf(`${type.name}.${field.name}`),
      sizes: below,
    });
    const inputs = field.args.map((argument) => ({
      argument,
      weight: index.weightOf(`${type.name}.${field.name}(${argument.name}:)`),
    }));
    if (item === nothing && inputs.length === 0) return nothing;
    return (variables) => {
      if (!written.some(({ isIncluded }) => isIncluded(variables))) return 0;
      const args = inputs.reduce((sum, { argument, weight: own }) => {
        const value = argumentValue(node, argument, variables);
        return sum + inputCost(index, argument.type, value, own);
      }, 0);
      return own(variables) * item(variables) + args;
    };
  }
}

const selectionSetsOf = (written: readonly WrittenField[]): SelectionSets =>
  written.flatMap(({ node, isIncluded }) =>
    node.selectionSet ? [{ set: node.selectionSet, isIncluded }] : [],
  );

const defaultsOf = ({ variableDefinitions }: OperationDefinitionNode): Record<string, unknown> =>
  Object.fromEntries(
    (variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );

const tooManySteps = (): GraphQLError =>
  new GraphQLError('The operation is too complex to tell what it costs.', {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'cost', http: { status: 400 } },
  });
