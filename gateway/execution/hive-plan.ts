import type {
  EntityBatchAlias,
  FetchNode as HiveFetch,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type {
  EntityGroup,
  Path,
  PathSegment,
  PlanNode,
  RequiredSelection,
  Rewrite,
  RewriteStep,
} from './execution-plan.js';

/** A part of a plan for which we have no words; Apollo's planner then plans the operation. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable';
}

/**
 * A plan of Hive's planner in our form.
 * @throws {Untranslatable}
 */
export const fromHivePlan = (node: HiveNode, path: Path = []): PlanNode => {
  const convert = (child: HiveNode): PlanNode => fromHivePlan(child, path);
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map(convert) };
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map(convert) };
    case 'Flatten':
      return fromHivePlan(node.node, [...path, ...node.path.map(toSegment)]);
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        then: node.ifClause ? convert(node.ifClause) : null,
        otherwise: node.elseClause ? convert(node.elseClause) : null,
      };
    case 'Fetch':
      return fromFetch(node, path);
    case 'BatchFetch':
      return {
        ...whatIsAsked(node),
        kind: 'entities',
        groups: node.entityBatch.aliases.map(toGroup),
      };
    case 'Subscription':
    case 'Defer':
      throw new Untranslatable(`a plan with ${node.kind}`);
  }
};

const whatIsAsked = (node: Omit<HiveFetch, 'kind'>) => ({
  subgraph: node.serviceName,
  operation: {
    text: node.operation,
    name: node.operationName,
    kind: node.operationKind ?? ('query' as const),
  },
  variables: node.variableUsages ?? [],
});

const fromFetch = (node: HiveFetch, path: Path): PlanNode => {
  const outputRewrites = (node.outputRewrites ?? []).map(toRewrite);
  if (!node.requires) return { ...whatIsAsked(node), kind: 'fetch', path, outputRewrites };
  const group: EntityGroup = {
    variable: 'representations',
    key: '_entities',
    paths: [path],
    requires: node.requires.map(toRequired),
    inputRewrites: (node.inputRewrites ?? []).map(toRewrite),
    outputRewrites,
  };
  return { ...whatIsAsked(node), kind: 'entities', groups: [group] };
};

const toGroup = (alias: EntityBatchAlias): EntityGroup => ({
  variable: alias.representationsVariableName,
  key: alias.alias,
  paths: alias.paths.map((path) => path.map(toSegment)),
  requires: alias.requires.map(toRequired),
  inputRewrites: (alias.inputRewrites ?? []).map(toRewrite),
  outputRewrites: (alias.outputRewrites ?? []).map(toRewrite),
});

/** Hive writes one `@` for a list and all lists in it. */
const toSegment = (segment: FlattenNodePathSegment): PathSegment => {
  if (segment === '@') return '@@';
  return 'Field' in segment ? segment.Field : { types: new Set(segment.TypeCondition) };
};

/** An alias here names the property of the representation, not the one that is read. */
const toRequired = (selection: RequiresSelection): RequiredSelection => {
  if (selection.kind === 'Field')
    return {
      kind: 'field',
      from: selection.name,
      to: selection.alias ?? selection.name,
      selections: selection.selections?.map(toRequired) ?? null,
    };
  if (
    selection.kind === 'FragmentSpread' ||
    selection.skipIf != null ||
    selection.includeIf != null
  )
    throw new Untranslatable('a representation that depends on variables or named fragments');
  const { typeCondition: type, selections } = selection;
  return { kind: 'fragment', type, selections: selections.map(toRequired) };
};

const toRewrite = (rewrite: FetchRewrite): Rewrite => {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return { kind: 'rename', ...toSteps(path), to: renameKeyTo };
  }
  const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return { kind: 'set', ...toSteps(path), value: setValueTo };
};

const toSteps = (
  path: readonly ({ TypenameEquals: string[] } | { Key: string })[],
): { path: RewriteStep[]; property: string } => {
  const steps = path.map((step): RewriteStep =>
    'Key' in step ? { property: step.Key } : { types: step.TypenameEquals },
  );
  const last = steps.pop();
  if (!last || !('property' in last)) throw new Untranslatable('a rewrite of no property');
  return { path: steps, property: last.property };
};
