import type { AlertSeverity, RuleKind } from '../../../foundation/events/compliance-events.js';
import type { Decimal } from '../../../foundation/money/decimal.js';

/** What a rule looks at: an order that went to the venue. */
export type SeenOrder = {
  orderId: string;
  accountId: string;
  symbol: string;
  side: 'BUY' | 'SELL';
  time: Date;
};

/** What a rule looks at: an execution. */
export type SeenFill = {
  fillId: string;
  orderId: string;
  accountId: string;
  symbol: string;
  side: 'BUY' | 'SELL';
  quantity: Decimal;
  price: Decimal;
  time: Date;
};

/** What a rule found. The same finding always has the same subject, so that it raises one alert. */
export type Finding = {
  rule: RuleKind;
  subject: string;
  severity: AlertSeverity;
  summary: string;
  orderIds: string[];
  evidence: Record<string, unknown>;
};
