import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { stringifyDocument } from '@urql/core';

type Answer<TData> = { data?: TData | null; errors?: { message: string }[] };

/** One operation without a session: signing in and renewing come before there is a client. */
export const request = async <TData, TVariables>(
  document: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
): Promise<TData> => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: stringifyDocument(document), variables }),
  });
  const { data, errors } = (await response.json()) as Answer<TData>;
  if (data) return data;
  throw new Error(errors?.[0]?.message ?? `The gateway answers ${response.status}.`);
};
