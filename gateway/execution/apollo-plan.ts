import type {
  FetchDataRewrite,
  FetchNode as ApolloFetch,
  PlanNode as ApolloNode,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import type { Path, PlanNode, RequiredSelection, Rewrite, RewriteStep } from './execution-plan.js';

/**
 * A plan of Apollo's planner in our form.
 * @throws for what Apollo's own executor does not execute either, and for contextual arguments, which it ignores.
 */
export const fromApolloPlan = (node: ApolloNode, path: Path = []): PlanNode => {
  const convert = (child: ApolloNode): PlanNode => fromApolloPlan(child, path);
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map(convert) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map(convert) };
    case 'Flatten':
      return fromApolloPlan(node.node, [...path, ...node.path.map(String)]);
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        then: node.ifClause ? convert(node.ifClause) : null,
        otherwise: node.elseClause ? convert(node.elseClause) : null,
      };
    case 'Fetch':
      return fromFetch(node, path);
    case 'Defer':
      throw new Error('The planner deferred a fetch although deferring is off.');
  }
};

const fromFetch = (node: ApolloFetch, path: Path): PlanNode => {
  if (node.contextRewrites?.length)
    throw new Error('Contextual arguments are not supported: they would silently be null.');
  const common = {
    subgraph: node.serviceName,
    operation: { text: node.operation, name: node.operationName, kind: node.operationKind },
    variables: node.variableUsages ?? [],
  };
  const outputRewrites = (node.outputRewrites ?? []).map(toRewrite);
  if (!node.requires) return { ...common, kind: 'fetch', path, outputRewrites };
  const group = {
    variable: 'representations',
    key: '_entities',
    paths: [path],
    requires: node.requires.flatMap(toRequired),
    inputRewrites: (node.inputRewrites ?? []).map(toRewrite),
    outputRewrites,
  };
  return { ...common, kind: 'entities', groups: [group] };
};

/** Apollo's executor skips fragments that name no type. */
const toRequired = (selection: QueryPlanSelectionNode): RequiredSelection[] => {
  if (selection.kind === 'Field') {
    const property = selection.alias ?? selection.name;
    const selections = selection.selections?.flatMap(toRequired) ?? null;
    return [{ kind: 'field', from: property, to: property, selections }];
  }
  const { typeCondition: type, selections } = selection;
  return type ? [{ kind: 'fragment', type, selections: selections.flatMap(toRequired) }] : [];
};

const fragment = '... on ';

const toRewrite = (rewrite: FetchDataRewrite): Rewrite => {
  const property = rewrite.path.at(-1) ?? '';
  const path = rewrite.path
    .slice(0, -1)
    .map((step): RewriteStep =>
      step.startsWith(fragment) ? { types: [step.slice(fragment.length)] } : { property: step },
    );
  return rewrite.kind === 'ValueSetter'
    ? { kind: 'set', path, property, value: rewrite.setValueTo as unknown }
    : { kind: 'rename', path, property, to: rewrite.renameKeyTo };
};
