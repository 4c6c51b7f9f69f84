import { authExchange } from '@urql/exchange-auth';
import { Client, cacheExchange, fetchExchange } from 'urql';
import { renewSession } from '../session/renew-session.js';
import { renewalDueInMs } from '../session/session-store.js';
import { codeOf } from './advice.js';
import type { SessionStore } from '../session/session-store.js';

const sessionIsOver = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED']);

/** Queries and mutations of whoever is signed in; a token that ends is renewed on the way. */
export const createClient = (sessions: SessionStore): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      authExchange((auth) =>
        Promise.resolve({
          addAuthToOperation(operation) {
            const token = sessions.current?.accessToken;
            return token === undefined
              ? operation
              : auth.appendHeaders(operation, { authorization: `Bearer ${token}` });
          },
          willAuthError: () => sessions.current !== null && renewalDueInMs(sessions.current) === 0,
          didAuthError: (error) =>
            error.graphQLErrors.some((each) => sessionIsOver.has(codeOf(each))),
          async refreshAuth() {
            // The request that waits for it fails by itself, and is tried again.
            await renewSession(sessions, sessions.current?.accessToken).catch(() => undefined);
          },
        }),
      ),
      fetchExchange,
    ],
  });
