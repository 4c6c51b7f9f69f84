import { getOperationAST, Kind, parse, print, visit } from 'graphql';
import type { ExecutionResult, FieldNode } from 'graphql';
import type { Delivery } from '../supergraph/delivery-index.js';

/** Never collide with a client's own keys: what the client did not ask for is shaped away. */
const keyAlias = (i: number): string => `_deliveryKey${i}`;
const timeAlias = '_deliveryTime';

const selection = (alias: string, field: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: alias },
  name: { kind: Kind.NAME, value: field },
});

/**
 * The upstream operation of a subscription with the fields that its delivery needs, whether or not the client asks for
 * them: those that tell its events apart, and the one that tells when an event was made.
 */
export const withDeliveryFields = (operation: string, delivery: Delivery): string => {
  const wanted = [
    ...delivery.key.map((field, i) => selection(keyAlias(i), field)),
    ...(delivery.eventTime === null ? [] : [selection(timeAlias, delivery.eventTime)]),
  ];
  if (wanted.length === 0) return operation;
  const document = parse(operation, { noLocation: true });
  // The planner writes the root as a plain field, whatever fragments the client put around it.
  const root = getOperationAST(document)?.selectionSet.selections[0];
  return print(
    visit(document, {
      Field: (node) =>
        node === root && node.selectionSet
          ? {
              ...node,
              selectionSet: {
                ...node.selectionSet,
                selections: [...node.selectionSet.selections, ...wanted],
              },
            }
          : undefined,
    }),
  );
};

/** What an event replaces; null when it must be kept: its stream has no keys, it lacks one, or it brings errors. */
export const deliveryKeyOf = (event: ExecutionResult, { key }: Delivery): string | null => {
  if (key.length === 0 || event.errors) return null;
  const payload = payloadOf(event);
  const values = key.map((_, i) => payload?.[keyAlias(i)]);
  if (values.some((value) => typeof value !== 'string' && typeof value !== 'number')) return null;
  return values.length === 1 ? String(values[0]) : JSON.stringify(values);
};

/** When the event was made at its source, as the source wrote it; null when it does not say. */
export const eventTimeOf = (event: ExecutionResult): string | null => {
  const time = payloadOf(event)?.[timeAlias];
  return typeof time === 'string' ? time : null;
};

const payloadOf = ({ data }: ExecutionResult): Record<string, unknown> | null => {
  const [payload] = Object.values(data ?? {});
  return typeof payload === 'object' && payload !== null
    ? (payload as Record<string, unknown>)
    : null;
};
