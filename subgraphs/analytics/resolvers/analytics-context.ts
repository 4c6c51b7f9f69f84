import DataLoader from 'dataloader';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { EquityCurvePoint } from '../equity/equity-repository.js';
import type {
  Performance,
  PerformanceQuestion,
  PerformanceService,
} from '../performance/performance-service.js';
import type { TimeRange } from '../performance/time-range.js';

type CurveQuestion = { range: TimeRange; points: number };

export type AnalyticsContext = BaseContext & {
  performanceOf(accountId: string, question: PerformanceQuestion): Promise<Performance | null>;
  curveOf(accountId: string, question: CurveQuestion): Promise<EquityCurvePoint[]>;
};

/** One request's view: what is asked of several accounts at once is read at once. */
export const createAnalyticsContext = (
  { viewer, requestId }: RequestIdentity,
  service: PerformanceService,
): AnalyticsContext => ({
  viewer,
  requestId,
  performanceOf: batched((accountIds, question) =>
    service.measure(requireTenant(viewer), accountIds, question),
  ),
  curveOf: batched((accountIds, question) =>
    service.drawCurves(requireTenant(viewer), accountIds, question),
  ),
});

/** Batches the calls of one request that ask the same question of different accounts. */
const batched = <TQuestion, TAnswer>(
  answer: (accountIds: readonly string[], question: TQuestion) => Promise<readonly TAnswer[]>,
) => {
  const loaders = new Map<string, DataLoader<string, TAnswer>>();
  return (accountId: string, question: TQuestion): Promise<TAnswer> => {
    const name = JSON.stringify(question);
    const loader =
      loaders.get(name) ??
      new DataLoader<string, TAnswer>((accountIds) => answer(accountIds, question));
    loaders.set(name, loader);
    return loader.load(accountId);
  };
};
