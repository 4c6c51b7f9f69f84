import type { Random } from '../../../foundation/ids/seeded-random.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { AIProvider } from '../framework/ai-provider.js';
import type { Work } from '../framework/performance.js';
import type { ProviderStatus } from '../framework/provider-registry.js';

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

type Candidate = { weight: number; estimatedCost: Decimal | null; load: number };

/** What can be asked, and how it has done. */
type Loaded = {
  status: ProviderStatus;
  timeoutMs: number;
  api: Pick<AIProvider, 'circuit' | 'performance'>;
};

/**
 * How long a provider may keep one more caller waiting, in milliseconds. A failure counts as a whole time limit, else
 * one that fails at once would look fast. One that is not measured yet is tried at once, but by one caller at a time.
 */
export const loadOf = ({ status, timeoutMs, api }: Loaded, work: Work): number => {
  if (status !== 'ACTIVE' || api.circuit === 'open') return Infinity;
  const { latencyMs, errorRate, inFlight } = api.performance(work);
  if (latencyMs === null && inFlight > 0) return timeoutMs * (inFlight + 1);
  return ((latencyMs ?? 0) + errorRate * timeoutMs) * (inFlight + 1);
};

/**
 * The order in which to ask; whoever stands first is asked first, the rest are there for when it fails.
 * @param turn counts the requests of this policy, for ROUND_ROBIN.
 */
export const orderCandidates = <TCandidate extends Candidate>(
  strategy: RoutingStrategy,
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
      return byPerformance(candidates, random);
    case 'LOWEST_COST':
      return [...candidates].sort(byCost);
    case 'LOWEST_LATENCY':
      return [...candidates].sort(byLoad);
  }
};

/**
 * The power of two choices: two lots by weight, and the better placed of the two is first. Drawn with putting back, so
 * that the slower keeps the part of the calls by which its recovery is noticed. The rest stand by in order of load.
 */
const byPerformance = <TCandidate extends Candidate>(
  candidates: readonly TCandidate[],
  random: Random,
): TCandidate[] => {
  const one = draw(candidates, random);
  const other = draw(candidates, random);
  const first = one && other && other.load < one.load ? other : one;
  const rest = candidates.filter((candidate) => candidate !== first).sort(byLoad);
  return first ? [first, ...rest] : rest;
};

const draw = <TCandidate extends Candidate>(
  candidates: readonly TCandidate[],
  random: Random,
): TCandidate | undefined => {
  let lot = random() * candidates.reduce((sum, { weight }) => sum + weight, 0);
  return candidates.find(({ weight }) => (lot -= weight) < 0) ?? candidates.at(-1);
};

/** Infinities are equal, not apart by NaN. */
const byLoad = (a: Candidate, b: Candidate): number => (a.load === b.load ? 0 : a.load - b.load);

/** What has no known price comes last. */
const byCost = (a: Candidate, b: Candidate): number => {
  if (a.estimatedCost === null || b.estimatedCost === null)
    return Number(a.estimatedCost === null) - Number(b.estimatedCost === null);
  return a.estimatedCost.comparedTo(b.estimatedCost);
};
