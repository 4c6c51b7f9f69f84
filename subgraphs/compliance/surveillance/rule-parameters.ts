import { z } from 'zod';
import { decimalField } from '../../../foundation/events/event-fields.js';
import type { RuleKind } from '../../../foundation/events/compliance-events.js';

const seconds = z.number().int().min(1).max(86_400);

/** What each rule can be told; the defaults hold until a tenant sets its own. */
export const ruleParameterSchemas = {
  WASH_TRADE: z.strictObject({
    windowSeconds: seconds.default(5),
    /** How far the two prices may lie apart, in basis points of the earlier one. */
    toleranceBasisPoints: z.number().min(0).max(1_000).default(1),
  }),
  ORDER_RATE: z.strictObject({
    maxOrders: z.number().int().min(1).max(1_000_000).default(100),
    windowSeconds: seconds.default(60),
  }),
  POSITION_LIMIT: z.strictObject({
    /** Largest position of one account in one instrument, in units of its base asset. */
    maxQuantity: decimalField.default('1000000'),
  }),
  RESTRICTED_LIST: z.strictObject({
    symbols: z.array(z.string().min(1).max(32)).max(1_000).default([]),
  }),
  AUDIT_INTEGRITY: z.strictObject({}),
} satisfies Record<RuleKind, z.ZodType>;

export type RuleParameters = {
  [TKind in RuleKind]: z.output<(typeof ruleParameterSchemas)[TKind]>;
};

/** A rule as it stands for one tenant. */
export type Rule = {
  [TKind in RuleKind]: { kind: TKind; enabled: boolean; parameters: RuleParameters[TKind] };
}[RuleKind];

export type Rules = { [TKind in RuleKind]: Extract<Rule, { kind: TKind }> };

/** A rule from what is stored of it; what is missing has its default. */
export const toRule = (kind: RuleKind, enabled: boolean, parameters: unknown): Rule =>
  ({ kind, enabled, parameters: ruleParameterSchemas[kind].parse(parameters) }) as Rule;
