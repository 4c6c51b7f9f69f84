import { HeaderMap } from '@apollo/server';
import type { HTTPGraphQLRequest } from '@apollo/server';
import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../foundation/errors/domain-error.js';
import type { PlainRequest } from '../operations/prepared-answers.js';
import { readRequestBody } from './read-request-body.js';

/** The body of a POST as JSON; undefined for other methods, and for what does not call itself JSON. */
export const readJson = async (request: IncomingMessage, limitBytes: number): Promise<unknown> => {
  if (request.method !== 'POST') return undefined;
  const text = await readRequestBody(request, limitBytes);
  // Apollo answers for anything that is not JSON.
  if (!request.headers['content-type']?.toLowerCase().includes('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BAD_REQUEST', 'The body is not JSON.');
  }
};

/** The operation's text where the request carries one; persisted queries were admitted when they were registered. */
export const textOf = (
  { method, url = '' }: IncomingMessage,
  body: unknown,
): string | undefined => {
  const text =
    method === 'GET'
      ? new URLSearchParams(searchOf(url)).get('query')
      : (body as { query?: unknown } | null | undefined)?.query;
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/**
 * The request where it is as most are: a POST of `application/json` (which no form can send) with a text, perhaps an
 * operation's name and variables, and nothing else that would change the answer. Null for all others.
 */
export const plainRequest = (
  { method, headers }: IncomingMessage,
  body: unknown,
): Omit<PlainRequest, 'document'> | null => {
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return null;
  if (headers['x-query-cost'] !== undefined || !isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || !isEmpty(extensions ?? {})) return null;
  if (!isRecord(variables ?? {}) || !isName(operationName ?? 'none')) return null;
  return {
    query,
    operationName: (operationName as string | null | undefined) ?? undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  };
};

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;

const searchOf = (url: string): string => {
  const question = url.indexOf('?');
  return question === -1 ? '' : url.slice(question);
};

/** The request in the form that Apollo Server takes. */
export const toApollo = (request: IncomingMessage, body: unknown): HTTPGraphQLRequest => {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    headers,
    search: searchOf(request.url ?? ''),
    body,
  };
};
