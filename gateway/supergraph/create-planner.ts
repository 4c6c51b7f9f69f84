import type { Supergraph } from '@apollo/federation-internals';
import type { DocumentNode } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import { createApolloPlanner } from '../execution/apollo-planner.js';
import type { ApolloPlanner } from '../execution/apollo-planner.js';
import { createHivePlanner, loadHive } from '../execution/hive-planner.js';
import { overrideLabelsOf } from '../execution/override-labels.js';
import type { Planner } from '../execution/planner.js';

export type PlannerName = 'apollo' | 'hive';

export type Planners = {
  /** Plans queries and mutations. */
  planner: Planner;
  /** Plans subscriptions, and what the other leaves to it. */
  apollo: ApolloPlanner;
};

/** The same supergraph in the three forms that planners read. */
export type PlannerFactory = (
  supergraph: Supergraph,
  text: { sdl: string; document: DocumentNode },
) => Planners;

/** The planner that the settings ask for. Where the machine cannot run Hive's, Apollo's takes its place and says so. */
export const plannerFactory = async (
  wanted: PlannerName,
  logger: Logger,
  load = loadHive,
): Promise<PlannerFactory> => {
  const hive = wanted === 'hive' ? await load() : null;
  if (hive instanceof Error)
    logger.warn(
      { reason: hive.message },
      "Hive's planner has no build for this machine; Apollo's plans instead (GATEWAY_PLANNER=apollo asks for it)",
    );
  return (supergraph, text) => {
    const apollo = createApolloPlanner(supergraph, overrideLabelsOf(text.document));
    if (!hive || hive instanceof Error) return { planner: apollo, apollo };
    return { planner: createHivePlanner(hive, text, { apollo, logger }), apollo };
  };
};
