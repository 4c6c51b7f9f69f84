import type { Random } from '../../../foundation/ids/seeded-random.js';
import type { Decimal } from '../../../foundation/money/decimal.js';

export const routingStrategies = [
  'PRIORITY',
  'ROUND_ROBIN',
  'WEIGHTED',
  'LOWEST_COST',
  'LOWEST_LATENCY',
] as const;
export type RoutingStrategy = (typeof routingStrategies)[number];

export type RoutedProvider = { id: string; weight: number };
export type RoutingPolicy = { strategy: RoutingStrategy; providers: RoutedProvider[] };

type Candidate = { weight: number; estimatedCost: Decimal | null };

/**
 * The order in which to ask; whoever stands first is asked first, the rest are there for when it fails.
 * @param turn counts the requests of this policy, for ROUND_ROBIN.
 */
export const orderCandidates = <TCandidate extends Candidate>(
  strategy: Exclude<RoutingStrategy, 'LOWEST_LATENCY'>,
  candidates: readonly TCandidate[],
  { turn, random }: { turn: number; random: Random },
): TCandidate[] => {
  switch (strategy) {
    case 'PRIORITY':
      return [...candidates];
    case 'ROUND_ROBIN': {
      const first = turn % Math.max(1, candidates.length);
      return [...candidates.slice(first), ...candidates.slice(0, first)];
    }
    case 'WEIGHTED':
      return byWeight(candidates, random);
    case 'LOWEST_COST':
      return [...candidates].sort(byCost);
  }
};

/** Drawn without putting back: Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006. */
const byWeight = <TCandidate extends Candidate>(
  candidates: readonly TCandidate[],
  random: Random,
): TCandidate[] =>
  candidates
    .map((candidate) => ({ candidate, key: Math.log(1 - random()) / candidate.weight }))
    .sort((a, b) => b.key - a.key)
    .map(({ candidate }) => candidate);

/** What has no known price comes last. */
const byCost = (a: Candidate, b: Candidate): number => {
  if (a.estimatedCost === null || b.estimatedCost === null)
    return Number(a.estimatedCost === null) - Number(b.estimatedCost === null);
  return a.estimatedCost.comparedTo(b.estimatedCost);
};
