import { GraphQLError, parse } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { Clock } from '../../foundation/time/clock.js';
import { BoundedMap } from '../caching/bounded-map.js';
import { operationKey, weightOf } from '../operations/plan-operation.js';
import type { OperationSource } from '../operations/plan-operation.js';
import type { GatewaySettings } from '../settings.js';
import type { Generation } from '../supergraph/generation.js';
import { compileCost } from './compile-cost.js';
import type { OperationCost } from './compile-cost.js';
import { CostBudget } from './cost-budget.js';
import type { BudgetAnswer } from './cost-budget.js';
import { buildCostIndex } from './cost-index.js';
import type { CostIndex } from './cost-index.js';

/** As clients read it in `extensions.cost`. */
export type CostReport = {
  requested: number;
  /** What one operation may cost; null when there is no limit. */
  limit: number | null;
  /** What the tenant may spend in a minute; null when there is no limit. */
  budget: { limit: number; remaining: number; resetAt: string } | null;
};

export type CostVerdict = { report: CostReport; refusal: GraphQLError | null };

/** Weighs a valid operation, which somebody wants to run, before it is planned. */
export type CostControl = (
  generation: Generation,
  source: OperationSource,
  variables: Readonly<Record<string, unknown>>,
  viewer: Viewer,
) => CostVerdict;

type Weighed = { index: CostIndex; costs: BoundedMap<string, OperationCost> };

/** Of operations' texts. */
const rememberedCharacters = 2_000_000;
/** Those who did not sign in share one budget. */
const anonymousHolder = 'anonymous';

/**
 * Limits what one operation may cost, and what a tenant may spend in a minute on this gateway.
 * @throws never: what cannot be weighed is refused.
 */
export const createCostControl = (settings: GatewaySettings, clock: Clock): CostControl => {
  const limit = settings.GATEWAY_MAX_COST === 0 ? null : settings.GATEWAY_MAX_COST;
  const perMinute = settings.GATEWAY_COST_PER_MINUTE;
  const budget = perMinute === 0 ? null : new CostBudget(perMinute, clock);
  const byGeneration = new WeakMap<Generation, Weighed>();

  const costOf = (generation: Generation, source: OperationSource): OperationCost => {
    const weighed = weighedBy(byGeneration, generation);
    const key = operationKey(source);
    const known = weighed.costs.get(key);
    if (known) return known;
    const { document, operationName } = source;
    const cost = compileCost({
      index: weighed.index,
      schema: generation.apiSchema,
      document,
      operationName,
      defaultListSize: settings.GATEWAY_COST_LIST_SIZE,
    });
    weighed.costs.set(key, cost, weightOf(source));
    return cost;
  };

  return (generation, source, variables, viewer) => {
    const { cost: requested, refusal } = weigh(() => costOf(generation, source)(variables));
    const report: CostReport = { requested, limit, budget: null };
    if (refusal) return { report, refusal };
    const most = Math.min(limit ?? Infinity, budget?.perMinute ?? Infinity);
    if (requested > most) return { report, refusal: tooDear(requested, most) };
    if (!budget) return { report, refusal: null };
    const answer = budget.take(tenantIdOf(viewer) ?? anonymousHolder, requested);
    const { remaining, resetMs } = answer;
    const resetAt = new Date(clock.nowMs() + resetMs).toISOString();
    report.budget = { limit: budget.perMinute, remaining, resetAt };
    return { report, refusal: answer.isGranted ? null : spent(report, answer) };
  };
};

const weighedBy = (known: WeakMap<Generation, Weighed>, generation: Generation): Weighed => {
  let weighed = known.get(generation);
  if (!weighed) {
    const index = buildCostIndex(parse(generation.supergraphSdl, { noLocation: true }));
    weighed = { index, costs: new BoundedMap(rememberedCharacters) };
    known.set(generation, weighed);
  }
  return weighed;
};

const weigh = (cost: () => number): { cost: number; refusal?: GraphQLError } => {
  try {
    return { cost: cost() };
  } catch (error) {
    if (error instanceof GraphQLError) return { cost: 0, refusal: error };
    throw error;
  }
};

const tooDear = (actual: number, max: number): GraphQLError =>
  new GraphQLError(`The operation may cost ${actual}, and ${max} is the most that one may.`, {
    extensions: {
      code: 'OPERATION_TOO_COMPLEX',
      limit: 'cost',
      max,
      actual,
      http: { status: 400 },
    },
  });

const spent = ({ requested, budget }: CostReport, { retryAfterMs }: BudgetAnswer): GraphQLError =>
  new GraphQLError("This minute's budget is spent.", {
    extensions: {
      code: 'RATE_LIMITED',
      cost: requested,
      limit: budget?.limit,
      remaining: budget?.remaining,
      resetAt: budget?.resetAt,
      retryAfterMs,
      http: { status: 429 },
    },
  });
