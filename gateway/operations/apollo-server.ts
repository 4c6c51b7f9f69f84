import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '../../foundation/logging/logger.js';
import type { SharedAnswers } from '../caching/shared-answers.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { CostControl } from '../cost/cost-control.js';
import type { Documents } from '../documents/documents.js';
import { publicError, withBadRequestCode } from '../errors/public-error.js';
import type { AnswerLog } from '../observability/answer-log.js';
import type { GatewaySettings } from '../settings.js';
import type { SubgraphClients } from '../subgraph-calls/subgraph-clients.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { authorizationPlugin } from './authorization-plugin.js';
import { costPlugin } from './cost-plugin.js';
import { createExecutor } from './execute-operation.js';
import { observabilityPlugin } from './observability-plugin.js';

/** Apollo Server over Apollo Gateway, with our executor and our authorization, and with nothing that phones home. */
export const createApolloServer = (deps: {
  supergraph: SupergraphManager;
  subgraphs: SubgraphClients;
  weigh: CostControl;
  share: SharedAnswers;
  documents: Documents;
  log: AnswerLog;
  logger: Logger;
  settings: GatewaySettings;
}): ApolloServer<GatewayContext> => {
  const { supergraph, subgraphs, settings } = deps;
  const level = deps.logger.isLevelEnabled('warn') ? 'warn' : deps.logger.level;
  const logger = deps.logger.child({ part: 'apollo' }, { level });
  return new ApolloServer<GatewayContext>({
    gateway: createApolloGateway(supergraph, subgraphs, deps.share, logger),
    plugins: [
      observabilityPlugin(deps.log),
      authorizationPlugin(supergraph),
      costPlugin(supergraph, deps.weigh),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
    introspection: settings.GATEWAY_INTROSPECTION === 'on',
    hideSchemaDetailsFromClientErrors: settings.GATEWAY_INTROSPECTION === 'off',
    csrfPrevention: true,
    persistedQueries: { cache: deps.documents.cache },
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: settings.GATEWAY_MAX_TOKENS },
    formatError: (formatted, error) => publicError(withBadRequestCode(formatted, error)),
    logger,
  });
};

const createApolloGateway = (
  supergraph: SupergraphManager,
  subgraphs: SubgraphClients,
  share: SharedAnswers,
  logger: Logger,
): ApolloGateway => {
  // eslint-disable-next-line no-restricted-properties -- Apollo reads this nowhere but in the environment, and telemetry has to be off whoever starts the gateway.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const gateway = new ApolloGateway({
    supergraphSdl: { initialize: supergraph.initialize },
    buildService: ({ name, url }) => subgraphs.client({ name, url: url ?? '' }),
    // Validated when the generation was built.
    validateSupergraph: false,
    __exposeQueryPlanExperimental: false,
    logger,
  });
  gateway.executor = createExecutor(supergraph, share);
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => supergraph.bind(apiSchema));
  return gateway;
};
