import type { RunningTrading } from './running-trading.js';

export type UserError = { code: string; message: string; path: string[] | null };

export type OrderAnswer = {
  id: string;
  clientOrderId: string;
  status: string;
  side: string;
  type: string;
  quantity: string;
  limitPrice: string | null;
  filledQuantity: string;
  averageFillPrice: string | null;
  denialReason: string | null;
  fills: {
    quantity: string;
    price: string;
    fee: string;
    liquidity: string;
    realizedPnl: string;
    time: string;
  }[];
  events: { sequence: number; type: string; time: string; reason: string | null }[];
};

export type AccountAnswer = {
  id: string;
  balance: string;
  equity: string | null;
  marginUsed: string | null;
  freeMargin: string | null;
  tradingState: string;
  positions: {
    id: string;
    instrument: { symbol: string };
    side: string;
    quantity: string;
    averagePrice: string | null;
    unrealizedPnl: string | null;
    realizedPnl: string;
    fees: string;
  }[];
};

const orderFields = `id clientOrderId status side type quantity limitPrice filledQuantity averageFillPrice denialReason
  fills { quantity price fee liquidity realizedPnl time } events { sequence type time reason }`;
const errors = 'userErrors { code message path }';

export const placeOrderMutation = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${orderFields} } ${errors} }
}`;

const accountsQuery = `{ accounts {
  id name venue currency balance equity marginUsed freeMargin tradingState createdAt
  positions { id instrument { symbol } side quantity averagePrice unrealizedPnl realizedPnl fees }
} }`;

const ordersQuery = `query ($accountId: ID!, $first: Int!, $after: String, $status: [OrderStatus!]) {
  orders(accountId: $accountId, first: $first, after: $after, status: $status) {
    totalCount edges { cursor node { ${orderFields} } } nodes { id } pageInfo { hasNextPage endCursor }
  }
}`;

export type OrdersAnswer = {
  totalCount: number;
  edges: { cursor: string; node: OrderAnswer }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};

type Payload<TKey extends string, TEntity> = Record<TKey, TEntity | null> & {
  userErrors: UserError[];
};

/** A trader of one tenant, who asks the way a client does. */
export const traderOf = (
  trading: () => RunningTrading,
  tenant: { tenantId: string; accountId: string },
) => {
  const { tenantId, accountId } = tenant;

  const ask = async <TData>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<TData> => {
    const answer = await trading().ask<TData>(tenantId, query, variables);
    if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };

  const mutate = async <TEntity>(
    name: string,
    input: Record<string, unknown>,
    selection: string,
  ): Promise<TEntity> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} ${errors} } }`;
    return (await ask<Record<string, TEntity>>(query, { input }))[name] as TEntity;
  };

  return {
    ...tenant,
    ask,
    mutate,

    place: (input: Record<string, unknown>) =>
      mutate<Payload<'order', OrderAnswer>>(
        'placeOrder',
        { accountId, symbol: 'EURUSD', side: 'BUY', type: 'MARKET', quantity: '10000', ...input },
        `order { ${orderFields} }`,
      ),

    cancel: (orderId: string) =>
      mutate<Payload<'order', OrderAnswer>>('cancelOrder', { orderId }, `order { ${orderFields} }`),

    replace: (input: Record<string, unknown>) =>
      mutate<Payload<'order', OrderAnswer>>('replaceOrder', input, `order { ${orderFields} }`),

    orders: async (variables: Record<string, unknown> = {}) =>
      (await ask<{ orders: OrdersAnswer }>(ordersQuery, { accountId, first: 100, ...variables }))
        .orders,

    order: async (clientOrderId: string) => {
      const { orders } = await ask<{ orders: OrdersAnswer }>(ordersQuery, {
        accountId,
        first: 100,
      });
      return orders.edges
        .map(({ node }) => node)
        .find((node) => node.clientOrderId === clientOrderId);
    },

    account: async (): Promise<AccountAnswer> => {
      const { accounts } = await ask<{ accounts: AccountAnswer[] }>(accountsQuery);
      const [first] = accounts;
      if (!first || accounts.length !== 1) throw new Error(`${accounts.length} accounts`);
      return first;
    },

    position: async (symbol = 'EURUSD') => {
      const { accounts } = await ask<{ accounts: AccountAnswer[] }>(accountsQuery);
      return accounts[0]?.positions.find((position) => position.instrument.symbol === symbol);
    },

    setState: (state: string, flatten = false) =>
      mutate<{
        account: { tradingState: string } | null;
        cancelledOrders: { status: string }[];
        flattenOrders: { status: string }[];
        userErrors: UserError[];
      }>(
        'setTradingState',
        { accountId, state, flatten },
        'account { id tradingState } cancelledOrders { id status } flattenOrders { id status }',
      ),

    createStrategy: (input: Record<string, unknown> = {}) =>
      mutate<Payload<'strategy', { id: string; status: string; parameters: unknown }>>(
        'createStrategy',
        {
          accountId,
          name: 'ema cross',
          kind: 'INDICATOR',
          symbols: ['EURUSD'],
          interval: 'M1',
          parameters: { rule: 'emaCross', fast: 3, slow: 6 },
          sizing: { kind: 'FIXED', quantity: '10000' },
          ...input,
        },
        'strategy { id name kind status parameters }',
      ),

    startStrategy: (strategyId: string) =>
      mutate<Payload<'strategy', { id: string; status: string }>>(
        'startStrategy',
        { strategyId },
        'strategy { id status }',
      ),

    stopStrategy: (strategyId: string) =>
      mutate<Payload<'strategy', { id: string; status: string }>>(
        'stopStrategy',
        { strategyId },
        'strategy { id status }',
      ),

    submitSignal: (input: Record<string, unknown>) =>
      mutate<Payload<'signal', { id: string; status: string; order: { id: string } | null }>>(
        'submitSignal',
        input,
        'signal { id status order { id status } }',
      ),
  };
};

export type Trader = ReturnType<typeof traderOf>;
