import { HeaderMap } from '@apollo/server';
import type { ApolloServerPlugin, GraphQLRequest, GraphQLResponse } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context/gateway-context.js';
import type { CostControl, CostReport } from '../cost/cost-control.js';
import { publicError } from '../errors/public-error.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';

/** Whether the client wants to read what its operation costs. */
const wantsReport = ({ http, extensions }: GraphQLRequest): boolean =>
  http?.headers.get('x-query-cost') !== undefined || extensions?.['cost'] === true;

/**
 * Weighs every query and mutation that is valid and that its viewer may run, before it is planned, and tells what it
 * costs to those who ask.
 */
export const costPlugin = (
  supergraph: SupergraphManager,
  control: CostControl,
): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart() {
    let report: CostReport | undefined;
    return Promise.resolve({
      responseForOperation({ schema, source, document, request, contextValue }) {
        const { operationName, variables = {} } = request;
        const verdict = control(
          supergraph.of(schema),
          { key: source, document, operationName },
          variables,
          contextValue.viewer,
        );
        ({ report } = verdict);
        return Promise.resolve(verdict.refusal && refused(verdict.refusal));
      },
      willSendResponse({ request, response: { body } }) {
        if (report && body.kind === 'single' && wantsReport(request))
          body.singleResult.extensions = { ...body.singleResult.extensions, cost: report };
        return Promise.resolve();
      },
    });
  },
});

const refused = (error: GraphQLError): GraphQLResponse => {
  const { http, retryAfterMs } = error.extensions as {
    http?: { status?: number };
    retryAfterMs?: number;
  };
  const headers = new HeaderMap();
  if (retryAfterMs !== undefined)
    headers.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  return {
    http: { headers, ...(http?.status !== undefined && { status: http.status }) },
    body: { kind: 'single', singleResult: { errors: [publicError(error.toJSON())] } },
  };
};
