import { describe, expect, it } from '@jest/globals';
import { compilePlan } from '../../../gateway/execution/compile-plan.js';
import type { Execution } from '../../../gateway/execution/execution.js';
import type { EntityFetchNode } from '../../../gateway/execution/execution-plan.js';
import type { GatewayContext } from '../../../gateway/context/gateway-context.js';
import type { SubgraphAnswer } from '../../../gateway/subgraph-calls/read-answer.js';
import type { SubgraphClient } from '../../../gateway/subgraph-calls/subgraph-client.js';

const fetchNames: EntityFetchNode = {
  kind: 'entities',
  subgraph: 'names',
  operation: { text: 'query…', name: undefined, kind: 'query' },
  variables: [],
  groups: [
    {
      variable: 'representations',
      key: '_entities',
      paths: [['list', '@']],
      requires: [
        {
          kind: 'fragment',
          type: 'Book',
          selections: ['__typename', 'id'].map((name) => ({
            ...{ kind: 'field' as const, from: name, to: name, selections: null },
          })),
        },
      ],
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
};

const run = async (data: Execution['data'], answer: SubgraphAnswer) => {
  const asked: string[] = [];
  const client: Pick<SubgraphClient, 'ask'> = {
    ask: ({ variables, variablesText = '' }) => {
      expect(JSON.parse(variablesText)).toEqual(variables);
      asked.push(variablesText);
      return Promise.resolve(structuredClone(answer));
    },
  };
  const execution: Execution = { data, variables: {}, errors: [], context: {} as GatewayContext };
  await compilePlan(fetchNames, {
    clientOf: () => client as SubgraphClient,
    isOfType: (typename, type) => typename === type,
    defaults: {},
  })(execution);
  return { asked, errors: execution.errors, data: execution.data };
};

const book = (id: string) => ({ __typename: 'Book', id });

describe('a fetch of entities', () => {
  it('asks once for objects that are represented alike, and completes each with a copy of its own', async () => {
    const { asked, data } = await run(
      { list: [book('1'), book('2'), book('1')] },
      { data: { _entities: [{ author: { name: 'A' } }, { author: { name: 'B' } }] } },
    );
    expect(asked).toEqual([
      '{"representations":[{"__typename":"Book","id":"1"},{"__typename":"Book","id":"2"}]}',
    ]);
    const list = data['list'] as { author: { name: string } }[];
    expect(list.map(({ author }) => author.name)).toEqual(['A', 'B', 'A']);
    expect(list[0]?.author).not.toBe(list[2]?.author);
  });

  it('places an error at every object that failed, whatever stands between them in the list', async () => {
    const { errors } = await run(
      { list: [{ __typename: 'Note' }, null, book('1'), { __typename: 'Note' }, book('1')] },
      {
        data: { _entities: [null] },
        errors: [{ message: 'no', path: ['_entities', 0, 'author'], extensions: { code: 'X' } }],
      },
    );
    expect(errors.map((error) => (error as { path?: unknown }).path)).toEqual([
      ['list', 2, 'author'],
      ['list', 4, 'author'],
    ]);
  });

  it('asks nobody when no object needs it', async () => {
    expect((await run({ list: [{ __typename: 'Note' }] }, {})).asked).toEqual([]);
    expect((await run({ list: [] }, {})).asked).toEqual([]);
    expect((await run({}, {})).asked).toEqual([]);
  });

  it('takes an answer of another length for none', async () => {
    const { errors } = await run({ list: [book('1')] }, { data: { _entities: [] } });
    expect(errors[0]?.message).toContain('to contain 1 elements');
  });

  it('does not let data pass for a prototype', async () => {
    const { data } = await run(
      { list: [book('1')] },
      { data: { _entities: [JSON.parse('{"__proto__":{"polluted":true}}')] } },
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys((data['list'] as object[])[0] ?? {})).toContain('__proto__');
  });
});
