// The API explorer as it runs in the browser; bundled by build.mjs.
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.mjs';

const example = `# Ctrl-Enter runs the operation under the cursor; the book icon shows the documentation.
#
# 1. Sign in with the address and password that the start-up banner shows:
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    session { accessToken expiresAt }
    userErrors { code message path }
  }
}

# 2. Put {"authorization": "Bearer <accessToken>"} into "Headers" below, and look around:
query Accounts {
  accounts {
    name
    currency
    balance
    equity
    positions { instrument { symbol name } side quantity averagePrice unrealizedPnl }
  }
}

# 3. Live prices, each with the name of its instrument from another part of the platform:
subscription Prices($symbols: [ID!]! = ["EURUSD", "XAUUSD"]) {
  prices(symbols: $symbols, maxRatePerSecond: 2) {
    symbol
    bid
    ask
    eventTime
    instrument { name assetClass }
  }
}
`;

createRoot(globalThis.document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher: createFetcher(new URL('/graphql', globalThis.location.href)),
    defaultQuery: example,
    defaultEditorToolsVisibility: 'headers',
    defaultHeaders: '{"authorization": ""}',
    isHeadersEditorEnabled: true,
    // A token must not stay in the browser's storage.
    shouldPersistHeaders: false,
  }),
);
