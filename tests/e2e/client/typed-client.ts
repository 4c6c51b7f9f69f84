import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { GraphQLFormattedError } from 'graphql';
import { print } from 'graphql';

type Answer<TData> = { data?: TData | null; errors?: readonly GraphQLFormattedError[] };

/** Sends generated documents as a client team would: variables and answer are checked by the compiler. */
export const createTypedClient = (url: string, accessToken?: string) => ({
  async send<TData, TVariables>(
    document: TypedDocumentNode<TData, TVariables>,
    variables: TVariables,
  ): Promise<TData> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as Answer<TData>;
    if (errors || !data) throw new Error(`The API answers ${JSON.stringify(errors)}.`);
    return data;
  },
});
