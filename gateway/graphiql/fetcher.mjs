import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';

/** Sends subscriptions over WebSocket and everything else by POST, both with the header that was typed in. */
export const createFetcher = (url) => {
  const socketUrl = url.href.replace(/^http/, 'ws');
  /** One connection per token: it is said once, when the connection begins. */
  let connection = { authorization: undefined, client: undefined };

  const clientFor = (authorization) => {
    if (connection.client && connection.authorization === authorization) return connection.client;
    void connection.client?.dispose();
    const connectionParams = authorization ? { authorization } : {};
    const client = createClient({ url: socketUrl, connectionParams, retryAttempts: 3 });
    connection = { authorization, client };
    return client;
  };

  return (request, options) => {
    const headers = options?.headers ?? {};
    if (isSubscription(request))
      return readable(clientFor(authorizationIn(headers)).iterate(request));
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...withoutEmpty(headers),
      },
      body: JSON.stringify(request),
    }).then((response) => response.json());
  };
};

const isSubscription = ({ query, operationName }) =>
  getOperationAST(parse(query), operationName)?.operation === 'subscription';

const authorizationIn = (headers) =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];

const withoutEmpty = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

/** GraphiQL shows what is thrown as text; a closed socket or a list of errors would read "[object Object]". */
async function* readable(messages) {
  try {
    yield* messages;
  } catch (thrown) {
    if (Array.isArray(thrown)) yield { errors: thrown };
    else if (thrown?.code !== undefined)
      yield { errors: [{ message: `The connection closed: ${thrown.reason || thrown.code}` }] };
    else throw thrown;
  }
}
