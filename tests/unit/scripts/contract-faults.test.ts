import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { contractFaults } from '../../../scripts/contract/contract-faults.js';
import { operationsOf } from '../../../scripts/contract/contract-operations.mjs';

const schema = buildSchema(`
  scalar Decimal
  input PlaceOrderInput { symbol: ID! quantity: Decimal! }
  type Order { id: ID! status: String! }
  type Query { orders(first: Int!): [Order!] }
  type Mutation { placeOrder(input: PlaceOrderInput!): Order }
`);
const operations = operationsOf(`
  query Orders($first: Int!) { orders(first: $first) { ...Fields } }
  mutation PlaceOrder($input: PlaceOrderInput!) { placeOrder(input: $input) { ...Fields } }
  query Statuses { orders(first: 1) { status } }
  query Plans { plans { code } }
  fragment Fields on Order { id fee { amount } }
`);
const variables = {
  Orders: { first: 20 },
  PlaceOrder: { input: { symbol: 'EURUSD', quantity: '1' } },
};
const pending = {
  operations: { billing: ['Plans'] },
  fields: { billing: ['Order.fee'] },
};
const faultsWith = (change: Partial<Parameters<typeof contractFaults>[1]>) =>
  contractFaults(schema, { operations, pending, variables, ...change });

describe('contractFaults', () => {
  it('is content with what is served and what is announced', () => {
    expect(faultsWith({})).toEqual([]);
  });

  it('names an operation that the schema does not answer', () => {
    expect(faultsWith({ pending: { ...pending, operations: {} } })).toEqual([
      'Plans does not validate: Cannot query field "plans" on type "Query".',
    ]);
  });

  it('asks to take operations and fields off the list once they are served', () => {
    expect(
      faultsWith({
        pending: {
          operations: { ...pending.operations, trading: ['Statuses'] },
          fields: { ...pending.fields, trading: ['Order.status'] },
        },
      }),
    ).toEqual([
      'Statuses is served now: take it out of pending.json (it stands under "trading").',
      'Order.status is served now: take it out of pending.json (it stands under "trading").',
    ]);
  });

  it('finds example variables that the schema refuses', () => {
    expect(
      faultsWith({ variables: { ...variables, PlaceOrder: { input: { symbol: 'EURUSD' } } } }),
    ).toEqual([
      expect.stringMatching(/^PlaceOrder: its example in variables.json does not fit: .*quantity/),
    ]);
  });

  it('refuses names that no operation has', () => {
    expect(
      faultsWith({ pending: { ...pending, operations: { billing: ['Plans', 'Planz'] } } }),
    ).toEqual(['There is no operation Planz in the contract.']);
  });
});
