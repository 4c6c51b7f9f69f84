import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';

const percentage = /^percent\((\d+(?:\.\d+)?)\)$/;

/** The labels of progressive overrides (`@override(from:, label:)`) in a supergraph. */
export const overrideLabelsOf = (supergraph: DocumentNode): string[] => {
  const labels = new Set<string>();
  visit(supergraph, {
    Argument: ({ name, value }) => {
      if (name.value === 'overrideLabel' && value.kind === Kind.STRING) labels.add(value.value);
    },
  });
  return [...labels];
};

/** The labels that nobody could switch on: those that are no percentage. */
export const unknownLabels = (labels: readonly string[]): string[] =>
  labels.filter((label) => !percentage.test(label));

/**
 * Where an operation stands among a hundred: in [0, 100), the same at every gateway and every time. Operations below
 * the percentage of a label take the new way; one operation never takes both.
 */
export const bucketOf = (operationText: string): number => {
  let hash = 2_166_136_261;
  for (let i = 0; i < operationText.length; i++)
    hash = Math.imul(hash ^ operationText.charCodeAt(i), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return (((hash ^ (hash >>> 13)) >>> 0) % 10_000) / 100;
};

/** Which labels are on for an operation. */
export const overrideConditions = (
  labels: readonly string[],
  bucket: number,
): Map<string, boolean> =>
  new Map(labels.map((label) => [label, bucket < Number(percentage.exec(label)?.[1] ?? 0)]));
