import type { FormattedExecutionResult } from 'graphql';
import type { RequestIdentity } from '../context/viewer.js';
import type { Logger } from '../logging/logger.js';
import type { GraphQLAnswers } from './graphql-answers.js';
import { plainJson } from './plain-json.js';

export type LocalRequest = {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | undefined;
};

/**
 * A subgraph for callers in its own process. Holding it takes the place of the signature: it is handed to the gateway
 * that runs beside the service, and to nobody else.
 */
export type InProcessSubgraph = {
  /** False before the service listens and from the moment at which it begins to close. */
  readonly isServing: boolean;
  /**
   * Answers as over HTTP: the identity and the request are taken as copies and the answer is a copy, so that neither side
   * can reach into the other's objects.
   * @throws when the service fails to answer at all, which over HTTP is a status 500.
   */
  execute(request: LocalRequest, identity: RequestIdentity): Promise<FormattedExecutionResult>;
};

export type LocalEntrance = InProcessSubgraph & {
  open(): void;
  /** Takes nothing new and waits for what runs. */
  close(): Promise<void>;
};

export const createLocalEntrance = (answers: GraphQLAnswers, logger: Logger): LocalEntrance => {
  const running = new Set<Promise<unknown>>();
  let isServing = false;

  const answer = async (
    request: LocalRequest,
    identity: RequestIdentity,
  ): Promise<FormattedExecutionResult> => {
    try {
      const variables = plainJson(request.variables) as LocalRequest['variables'];
      const copy = plainJson(identity) as RequestIdentity;
      const result = await answers.answer({ ...request, variables }, copy);
      return plainJson(result) as FormattedExecutionResult;
    } catch (error) {
      logger.error({ err: error, requestId: identity.requestId }, 'a request failed');
      throw error;
    }
  };

  return {
    get isServing() {
      return isServing;
    },
    execute(request, identity) {
      const answering = answer(request, identity);
      running.add(answering);
      const done = () => void running.delete(answering);
      answering.then(done, done);
      return answering;
    },
    open() {
      isServing = true;
    },
    async close() {
      isServing = false;
      await Promise.allSettled(running);
    },
  };
};
