import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Random } from '../../../foundation/ids/seeded-random.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { priceOf } from '../costs/price.js';
import type { ProviderModels } from '../configuration/provider-config.js';
import type { Task, TokenUsage } from '../framework/ai-provider.js';
import type { Work } from '../framework/performance.js';
import type { ProviderRegistry, TenantProvider } from '../framework/provider-registry.js';
import { loadOf, orderCandidates } from './routing-policy.js';
import type { RoutingPolicy } from './routing-policy.js';
import { findPolicy } from './routing-repository.js';

/** A provider that may be asked for a task, with the model to ask. */
export type Candidate = TenantProvider & {
  model: string;
  weight: number;
  /** What the request may cost there at most; null where no price is known. */
  estimatedCost: Decimal | null;
  /** How long it may keep one more caller waiting, in milliseconds, failures counted in. */
  load: number;
};

/** What is to be done, and what it may use at most. */
export type Errand = {
  task: Task;
  work: Work;
  model: string | null;
  estimate: TokenUsage;
};

export const modelFor = (models: ProviderModels, task: Task): string | undefined => {
  if (task === 'EMBEDDING') return models.embedding;
  return task === 'COMPLETION' ? (models.completion ?? models.chat) : models.chat;
};

/** Chooses whom to ask, and in which order. */
export class Router {
  readonly #turns = new Map<string, number>();

  constructor(
    private readonly deps: {
      registry: ProviderRegistry;
      tenantDb: TenantDatabase;
      clock: Clock;
      random: Random;
    },
  ) {}

  /**
   * The tenant's providers for an errand, in the order of its policy. Without a policy: its own providers in the order
   * in which they were made, or the local analyst when none of them does this task. The local analyst never stands
   * in for a language model that fails, unless the policy names it.
   * @throws {DomainError} INVALID_INPUT when nobody offers the model, INVALID_STATE when nobody does the task.
   */
  async candidates(tenantId: string, errand: Errand): Promise<Candidate[]> {
    const { registry, tenantDb, random } = this.deps;
    const providers = await registry.of(tenantId);
    const policy = await tenantDb.withTenant(tenantId, async (db) => findPolicy(db, errand.task));
    const routed = route(providers, policy, errand.task);
    const able = routed.flatMap(([provider, weight]) => this.#candidate(provider, weight, errand));
    if (able.length === 0) throw nobody(errand);
    const turn = this.#nextTurn(`${tenantId} ${errand.task}`);
    return orderCandidates(policy?.strategy ?? 'PRIORITY', able, { turn, random });
  }

  #candidate(
    provider: TenantProvider,
    weight: number,
    { task, work, model: wanted, estimate }: Errand,
  ): Candidate[] {
    const model = modelFor(provider.models, task);
    if (model === undefined || (wanted !== null && wanted !== model)) return [];
    const estimatedCost = priceOf({ ...provider, model }, estimate, nowOf(this.deps.clock));
    return [{ ...provider, model, weight, estimatedCost, load: loadOf(provider, work) }];
  }

  #nextTurn(key: string): number {
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return turn;
  }
}

const route = (
  providers: readonly TenantProvider[],
  policy: RoutingPolicy | null,
  task: Task,
): [TenantProvider, number][] => {
  if (policy)
    return policy.providers.flatMap(({ id, weight }) => {
      const provider = providers.find((one) => one.id === id);
      return provider ? [[provider, weight]] : [];
    });
  const able = providers.filter(({ models }) => modelFor(models, task) !== undefined);
  const own = able.filter(({ type }) => type !== 'local-analyst');
  return (own.length > 0 ? own : able).map((provider) => [provider, 1]);
};

const nobody = ({ task, model }: Errand): DomainError =>
  model === null
    ? new DomainError('INVALID_STATE', `None of the routed providers does ${task}.`)
    : new DomainError('INVALID_INPUT', `None of the providers offers the model ${model}.`, [
        'input',
        'model',
      ]);
