import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { getOperationAST, Kind, print } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { ApolloPlanner } from './apollo-planner.js';
import { fromHivePlan } from './hive-plan.js';
import { interfaceObjectsOf, narrowsInterfaceObject } from './interface-objects.js';
import type { PlannableOperation, Planner } from './planner.js';

type HiveModule = { QueryPlanner: typeof QueryPlanner };

/** Once per process: a native module that cannot be loaded will not be there later either. */
let loading: Promise<HiveModule | Error> | undefined;

/** Hive's native planner, or why this machine cannot have it. */
export const loadHive = (): Promise<HiveModule | Error> =>
  (loading ??= import('@graphql-hive/router-query-planner').catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  ));

/**
 * Hive's planner. It plans on a thread of its own and knows shapes that Apollo's gets wrong; introspection, the
 * one shape that it is known to get wrong, and whatever it refuses, are left to Apollo's.
 */
export const createHivePlanner = (
  hive: HiveModule,
  supergraph: { sdl: string; document: DocumentNode },
  { apollo, logger }: { apollo: ApolloPlanner; logger: Logger },
): Planner => {
  const planner = new hive.QueryPlanner(supergraph.sdl);
  const interfaceObjects = interfaceObjectsOf(supergraph.document);
  return {
    async plan(operation) {
      const roots = rootFields(operation);
      if (roots.every((name) => name === '__typename')) return null;
      if (roots.some((name) => name === '__schema' || name === '__type'))
        return apollo.plan(operation);
      const { document, operationName = null, bucket } = operation;
      if (narrowsInterfaceObject(document, interfaceObjects)) return apollo.plan(operation);
      try {
        const { node } = await planner.planAsync(
          textOf(document),
          operationName,
          new Set(),
          bucket,
        );
        return node ? fromHivePlan(node) : null;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn(
          { reason, operationName },
          "Hive's planner does not plan an operation; Apollo's does",
        );
        return apollo.plan(operation);
      }
    },
  };
};

const textOf = (document: DocumentNode): string => document.loc?.source.body ?? print(document);

/** Names of the fields at the root of the operation, fragments written out. */
const rootFields = ({ document, operationName }: PlannableOperation): string[] => {
  const definition = getOperationAST(document, operationName);
  const namesIn = (set: NonNullable<typeof definition>['selectionSet']): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet);
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? namesIn(fragment.selectionSet) : [];
    });
  return definition ? namesIn(definition.selectionSet) : [];
};
