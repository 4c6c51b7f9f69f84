import type { GraphQLFormattedError } from 'graphql';
import { SubgraphFailure } from './subgraph-failure.js';

export type SubgraphAnswer = {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
};

/**
 * The GraphQL answer in a response.
 * @throws {SubgraphFailure} for anything else: another status, not JSON, neither data nor errors.
 */
export const readAnswer = (status: number, body: string): SubgraphAnswer => {
  if (status !== 200) throw badAnswer(`status ${status}: ${body.slice(0, 200)}`);
  const answer = parseAnswer(body);
  if (typeof answer !== 'object' || answer === null || !('data' in answer || 'errors' in answer))
    throw badAnswer('neither data nor errors');
  return answer as SubgraphAnswer;
};

const parseAnswer = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw badAnswer(`not JSON: ${body.slice(0, 200)}`);
  }
};

const badAnswer = (message: string): SubgraphFailure =>
  new SubgraphFailure('bad-answer', message, true);
