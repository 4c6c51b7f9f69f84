// The API explorer as it runs in the browser; bundled by build.mjs.
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.mjs';

const example = `# Ctrl-Enter runs the operation under the cursor;
# the book on the left opens the documentation.

# 1. Sign in; npm start prints an address and a password.
#    Whoever is signed in to the console has their token in "Headers" already.
mutation SignIn {
  signIn(input: { email: "", password: "" }) {
    session { accessToken expiresAt }
    userErrors { code message path }
  }
}

# 2. Put the token into "Headers" below:
#    {"authorization": "Bearer <accessToken>"}
query Accounts {
  accounts {
    name
    currency
    balance
    equity
    positions {
      instrument { symbol name }
      side
      quantity
      unrealizedPnl
    }
  }
}

# 3. Watch live prices, completed by another service.
subscription Prices {
  prices(symbols: ["EURUSD", "XAUUSD"], maxRatePerSecond: 2) {
    symbol
    bid
    ask
    eventTime
    instrument { name assetClass }
  }
}
`;

/** Of whoever is signed in to the console beside it, as long as their access token lasts. */
const viewersHeaders = () => {
  const session = JSON.parse(globalThis.localStorage.getItem('session') ?? 'null');
  return JSON.stringify({ authorization: session ? `Bearer ${session.accessToken}` : '' });
};

createRoot(globalThis.document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher: createFetcher(new URL('/graphql', globalThis.location.href)),
    defaultQuery: example,
    defaultEditorToolsVisibility: 'headers',
    defaultHeaders: viewersHeaders(),
    isHeadersEditorEnabled: true,
    // A token must not stay in the browser's storage.
    shouldPersistHeaders: false,
  }),
);
