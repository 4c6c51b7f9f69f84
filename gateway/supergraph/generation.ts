import { Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { parse, printSchema } from 'graphql';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { GuardedSelection } from '../authorization/collect-requirements.js';
import { buildRequirementIndex } from '../authorization/requirement-index.js';
import type { RequirementIndex } from '../authorization/requirement-index.js';
import { BoundedMap } from '../caching/bounded-map.js';
import type { ApolloPlanner } from '../execution/apollo-planner.js';
import type { Planner } from '../execution/planner.js';
import { createTypeRelation } from '../execution/type-relation.js';
import type { TypeRelation } from '../execution/type-relation.js';
import type { OperationPlan } from '../operations/operation-plan.js';
import type { PreparedOperation } from '../operations/prepared-operation.js';
import type { SubscriptionPlan } from '../streams/subscription-plan.js';
import type { SubgraphClient } from '../subgraph-calls/subgraph-client.js';
import type { PlannerFactory } from './create-planner.js';
import { buildDeliveryIndex } from './delivery-index.js';
import type { DeliveryIndex } from './delivery-index.js';
import { refuseUnsupported } from './refuse-unsupported.js';
import { stripSecurity } from './strip-security.js';
import { SupergraphError } from './supergraph-error.js';

/**
 * Everything that follows from one supergraph. A request or an event is served by one generation from beginning to
 * end, whatever is loaded meanwhile.
 */
export type Generation = {
  id: number;
  /** As it was given: with the authorization directives in force. */
  supergraphSdl: string;
  /** As Apollo's gateway gets it. */
  apolloSdl: string;
  /** What clients may see. */
  apiSchema: GraphQLSchema;
  apiSdl: string;
  /** The API schema as the planner and the executor take it. */
  internalApi: Schema;
  supergraphSchema: GraphQLSchema;
  /** Of queries and mutations. */
  planner: Planner;
  /** Of subscriptions. */
  apolloPlanner: ApolloPlanner;
  isOfType: TypeRelation;
  requirements: RequirementIndex;
  /** Who may share what is streamed, and how it is delivered. */
  delivery: DeliveryIndex;
  /** Data sources by subgraph. */
  services: SubgraphServices;
  subgraphs: readonly SubgraphLocation[];
  /** By text and operation name; they are costly to make and a client sends the same few again and again. */
  prepared: BoundedMap<string, PreparedOperation>;
  preparing: Map<string, Promise<PreparedOperation>>;
  /** Of subscriptions. */
  plans: BoundedMap<string, OperationPlan>;
  subscriptions: BoundedMap<string, SubscriptionPlan>;
  guarded: BoundedMap<string, readonly GuardedSelection[]>;
  /** Of subscriptions; Apollo keeps its own for queries and mutations. */
  validated: BoundedMap<string, readonly GraphQLError[]>;
};

export type SubgraphLocation = { name: string; url: string };
export type SubgraphServices = Readonly<Record<string, SubgraphClient>>;

/** What a generation is built with, apart from its supergraph. */
export type GenerationParts = {
  servicesFor: (subgraphs: readonly SubgraphLocation[]) => SubgraphServices;
  createPlanners: PlannerFactory;
};

/** Of operations' texts, for each of the maps; what is kept of an operation grows with its text. */
const rememberedCharacters = 2_000_000;

/**
 * Reads a supergraph and prepares all that serving it takes.
 * @throws {SupergraphError} with the reason when it is not a supergraph that we can serve.
 */
export const buildGeneration = (
  id: number,
  supergraphSdl: string,
  { servicesFor, createPlanners }: GenerationParts,
): Generation => {
  const document = parseSupergraph(supergraphSdl);
  refuseUnsupported(document);
  const apolloSdl = stripSecurity(document);
  const supergraph = readSupergraph(apolloSdl);
  const internalApi = supergraph.apiSchema();
  const apiSchema = internalApi.toGraphQLJSSchema();
  const subgraphs = supergraph.subgraphsMetadata();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const { planner, apollo: apolloPlanner } = createPlanners(supergraph, {
    sdl: apolloSdl,
    document,
  });
  return {
    id,
    supergraphSdl,
    apolloSdl,
    apiSchema,
    apiSdl: printSchema(apiSchema),
    internalApi,
    supergraphSchema,
    planner,
    apolloPlanner,
    isOfType: createTypeRelation(supergraphSchema),
    requirements: buildRequirementIndex(document),
    delivery: buildDeliveryIndex(document),
    services: servicesFor(subgraphs),
    subgraphs,
    prepared: new BoundedMap(rememberedCharacters),
    preparing: new Map(),
    plans: new BoundedMap(rememberedCharacters),
    subscriptions: new BoundedMap(rememberedCharacters),
    guarded: new BoundedMap(rememberedCharacters),
    validated: new BoundedMap(rememberedCharacters),
  };
};

const parseSupergraph = (sdl: string): DocumentNode => {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new SupergraphError(`The supergraph is not GraphQL: ${reasonOf(error)}`);
  }
};

const readSupergraph = (sdl: string): Supergraph => {
  try {
    return Supergraph.build(sdl, { validateSupergraph: true });
  } catch (error) {
    throw new SupergraphError(`The supergraph cannot be served: ${reasonOf(error)}`);
  }
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
