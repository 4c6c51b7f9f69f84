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
