import type { SubgraphSource } from '../support/foreign-subgraph.js';

/** A small graph of several subgraphs, and what questions of it must be answered with, whoever plans them. */
export type Suite = {
  about: string;
  subgraphs: Readonly<Record<string, SubgraphSource>>;
  cases: readonly Case[];
};

export type Case = {
  /** A sentence that goes on from `about`. */
  does: string;
  query: string;
  variables?: Record<string, unknown>;
  /** Undefined where the operation is refused before it runs. */
  data: Record<string, unknown> | null | undefined;
  /** Whether errors come with the data. */
  errors?: true;
  /** The planners that are known to get this one wrong; the day they get it right, the suite fails and says so. */
  brokenIn?: readonly string[];
};

/** The first line of a subgraph's schema. */
export const federation = (version: string, ...imports: string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", import: [${imports
    .map((name) => `"${name}"`)
    .join(', ')}])`;

/** Finds by one field; entities are looked up by their key all over these suites. */
export const find = <T extends object>(
  all: readonly T[],
  field: keyof T,
  value: unknown,
): T | null => all.find((one) => one[field] === value) ?? null;
