import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useState } from 'react';
import type { AnyVariables } from 'urql';
import { useMutation } from 'urql';
import { adviceFor } from './advice.js';

export type Command<TPayload, TVariables> = {
  isRunning: boolean;
  /** What kept it from being done and what to do about it. */
  fault: string | null;
  /** The payload, or null when it was refused. */
  run: (variables: TVariables) => Promise<TPayload | null>;
};

type Payload = { userErrors: readonly { code: string; message: string }[] };

/** A mutation of one root field whose payload tells its refusals. */
export const useCommand = <
  TName extends string,
  TPayload extends Payload,
  TVariables extends AnyVariables,
>(
  document: TypedDocumentNode<Record<TName, TPayload | null>, TVariables>,
  name: TName,
): Command<TPayload, TVariables> => {
  const [{ fetching }, execute] = useMutation(document);
  const [fault, setFault] = useState<string | null>(null);
  return {
    isRunning: fetching,
    fault,
    async run(variables) {
      setFault(null);
      const { data, error } = await execute(variables);
      const payload = data?.[name] ?? null;
      const refusal = payload?.userErrors[0];
      if (payload !== null && refusal === undefined) return payload;
      setFault(refusal ? adviceFor(refusal.code, refusal.message) : adviceOfError(error));
      return null;
    },
  };
};

const adviceOfError = (error: { networkError?: unknown; message: string } | undefined): string =>
  error?.networkError
    ? adviceFor('NETWORK', '')
    : (error?.message.replace(/^\[GraphQL\] /, '') ?? adviceFor('SERVICE_UNAVAILABLE', ''));
