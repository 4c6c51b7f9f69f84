import { composeServices } from '@apollo/composition';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { ServiceMap } from '@apollo/gateway';
import { GraphQLError, Kind, parse, validate } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createLogger } from '../../../foundation/logging/logger.js';
import type { GatewayContext } from '../../../gateway/context/gateway-context.js';
import { createOperationExecutor } from '../../../gateway/execution/operation-executor.js';
import { createTypeRelation } from '../../../gateway/execution/type-relation.js';
import type { TypeRelation } from '../../../gateway/execution/type-relation.js';
import type { SubgraphAnswer } from '../../../gateway/subgraph-calls/read-answer.js';
import type { SubgraphClient } from '../../../gateway/subgraph-calls/subgraph-client.js';
import { plannerFactory } from '../../../gateway/supergraph/create-planner.js';
import type { PlannerName, Planners } from '../../../gateway/supergraph/create-planner.js';
import { stripSecurity } from '../../../gateway/supergraph/strip-security.js';
import type { GeneratedOperation } from './generated-operation.js';
import { MadeUpWorld } from './made-up-world.js';
import type { Mischief } from './made-up-world.js';

export type Outcome = { result: ExecutionResult; isShaped: boolean; representations: number };

type Conditions = { seed: number; mischief: Mischief };

/** One supergraph over a made-up world, executed by Apollo's code and by ours. */
export class TwoExecutors {
  private readonly internalApi: Schema;
  private readonly supergraphSchema: GraphQLSchema;
  private readonly isOfType: TypeRelation;

  private constructor(
    private readonly world: MadeUpWorld,
    private readonly supergraph: Supergraph,
    private readonly planners: Planners,
    readonly apiSchema: GraphQLSchema,
  ) {
    this.internalApi = supergraph.apiSchema();
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    this.isOfType = createTypeRelation(this.supergraphSchema);
  }

  static async over(
    sdl: Readonly<Record<string, string>>,
    planner: PlannerName,
  ): Promise<TwoExecutors> {
    const { supergraphSdl, errors } = composeServices(
      Object.entries(sdl).map(([name, text]) => ({ name, url: '', typeDefs: parse(text) })),
    );
    if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
    return TwoExecutors.overSupergraph(supergraphSdl, sdl, planner);
  }

  static async overSupergraph(
    supergraphSdl: string,
    sdl: Readonly<Record<string, string>>,
    planner: PlannerName,
  ): Promise<TwoExecutors> {
    const open = stripSecurity(parse(supergraphSdl));
    const supergraph = Supergraph.build(open, { validateSupergraph: false });
    const create = await plannerFactory(planner, createLogger({ level: 'silent' }));
    const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
    return new TwoExecutors(
      new MadeUpWorld(sdl),
      supergraph,
      create(supergraph, { sdl: open, document: parse(open) }),
      apiSchema,
    );
  }

  isValid({ text }: GeneratedOperation): boolean {
    return validate(this.apiSchema, parse(text)).length === 0;
  }

  /**
   * By Apollo's executor, on the plan of Apollo's planner. Objects say what they are even where the plan does not ask:
   * without that, Apollo's executor loses the fields of a fragment within a fragment on an interface.
   */
  async apollo(operation: GeneratedOperation, conditions: Conditions): Promise<ExecutionResult> {
    const document = parse(operation.text);
    const queryPlan = this.planners.apollo.queryPlan(
      operationFromDocument(this.internalApi, document),
      0,
    );
    const services: ServiceMap = {};
    for (const { name } of this.supergraph.subgraphsMetadata())
      services[name] = {
        process: ({ request: { query = '', variables = {} } }) =>
          this.world.answer(
            name,
            { query, variables },
            { ...conditions, named: true },
          ) as ReturnType<ServiceMap[string]['process']>,
      };
    const { variables } = operation;
    const requestContext = { metrics: {}, request: { variables }, schema: this.apiSchema };
    return executeQueryPlan(
      queryPlan,
      services,
      requestContext as unknown as Parameters<typeof executeQueryPlan>[2],
      buildOperationContext({ schema: this.apiSchema, operationDocument: document }),
      this.supergraphSchema,
      this.internalApi,
    );
  }

  /** By our executor, on the plan of the planner under test. */
  async ours(operation: GeneratedOperation, conditions: Conditions): Promise<Outcome> {
    const document = parse(operation.text);
    const [definition] = document.definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
    const internal = operationFromDocument(this.internalApi, document);
    const plan = await this.planners.planner.plan({
      ...{ document, operationName: null, operation: internal, bucket: 0 },
    });
    let representations = 0;
    const clientOf = (name: string): SubgraphClient =>
      ({
        ask: async ({ operation: { text: query }, variables, variablesText }) => {
          const sent = JSON.parse(variablesText ?? JSON.stringify(variables)) as typeof variables;
          representations += ((sent['representations'] as unknown[] | undefined) ?? []).length;
          return (await this.world.answer(
            name,
            { query, variables: sent },
            conditions,
          )) as SubgraphAnswer;
        },
      }) as Pick<SubgraphClient, 'ask'> as SubgraphClient;
    const executor = createOperationExecutor(
      { apiSchema: this.apiSchema, operation: internal, definition, plan },
      { clientOf, isOfType: this.isOfType },
    );
    const { variables } = operation;
    const errors = executor.checkVariables(variables);
    if (errors) throw new AggregateError(errors, 'bad variables');
    const result = await executor.execute({ variables, context: {} as GatewayContext });
    return { result, isShaped: executor.isShaped, representations };
  }
}

/** An execution as a client would see it, or what it failed with. */
export const settle = async <T>(running: Promise<T>): Promise<T | { failed: true }> =>
  running.catch(() => ({ failed: true }) as const);

/**
 * A result as JSON, with its errors in an order that does not depend on who answered first. Of their paths the items
 * of lists are left out: Apollo's executor counts wrongly when some objects of a list need not be fetched.
 */
export const seen = ({ data, errors, extensions }: ExecutionResult) => ({
  data: JSON.stringify(data),
  errors: (errors ?? [])
    .map((error) => {
      const known =
        error instanceof GraphQLError ? error : new GraphQLError((error as Error).message);
      const { path, ...rest } = known.toJSON();
      return JSON.stringify({ ...rest, path: path?.filter((one) => typeof one === 'string') });
    })
    .sort(),
  extensions: JSON.stringify(extensions),
});
