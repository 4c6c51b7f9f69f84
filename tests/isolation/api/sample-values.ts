import type { GraphQLInputType } from 'graphql';
import { getNamedType, isEnumType } from 'graphql';
import type { IdKind } from '../../../foundation/ids/id-generator.js';
import { idPrefixes } from '../../../foundation/ids/id-generator.js';

/** Where a value goes: `PlaceOrderInput.accountId`, or `order.id` for an argument of a root field. */
export type Place = { holder: string; name: string; type: GraphQLInputType };

export const keyOf = ({ holder, name }: Pick<Place, 'holder' | 'name'>): string =>
  `${holder}.${name}`;

/** Names of ids that are not called after the kind of thing they name. */
const kindsByPlace: Readonly<Record<string, IdKind>> = {
  'AIRoutedProviderInput.id': 'provider',
  'ChangeComplianceAlertStatusInput.alertId': 'complianceAlert',
  'DecideOperatorActionInput.actionId': 'operatorAction',
  'DeleteWebhookEndpointInput.endpointId': 'webhookEndpoint',
  'MarkNotificationsReadInput.ids': 'notification',
  'backtestProgress.id': 'backtest',
  'trainingProgress.id': 'trainingJob',
  'webhookDeliveries.endpointId': 'webhookEndpoint',
};

/** Names of what all tenants share. */
const isShared = (name: string): boolean => /^(symbol|symbols|instrument|instruments)$/.test(name);

const isKind = (name: string): name is IdKind => name in idPrefixes;

/**
 * Which kind of thing an id names: by its own name (`orderId`), else by the field that takes it (`order(id:)`).
 * @returns null for what all tenants share, undefined when nobody can tell.
 */
export const kindOfId = (place: Place): IdKind | null | undefined => {
  const listed = kindsByPlace[keyOf(place)];
  if (listed) return listed;
  if (isShared(place.name)) return null;
  const byName = /^(\w+)Ids?$/.exec(place.name)?.[1];
  if (byName !== undefined && isKind(byName)) return byName;
  if (/^ids?$/.test(place.name)) {
    const byHolder = place.holder.replace(/s$/, '');
    if (isKind(byHolder)) return byHolder;
  }
  return undefined;
};

export const isId = ({ type }: Place): boolean => getNamedType(type).name === 'ID';

/** What a caller chooses to be recognised by when it repeats a command. */
export const isCallersKey = ({ name }: Place): boolean =>
  /^(clientOrderId|signalId|idempotencyKey)$/.test(name);

export const isCursor = ({ name }: Place): boolean => name === 'after' || name === 'before';

export const isText = ({ type }: Place): boolean =>
  ['String', 'ID', 'JSON', 'DateTime', 'Decimal'].includes(getNamedType(type).name);

const hour = 3_600_000;
const config = {
  type: 'openai',
  name: 'sample',
  baseUrl: 'https://ai.example/v1',
  apiKey: 'sk-sample',
  models: { chat: 'gpt-5.4-mini' },
  rateLimits: { requestsPerMinute: 500, tokensPerMinute: 150_000 },
  costTracking: { enabled: true, alertThreshold: 100 },
  retryConfig: { maxRetries: 0, backoffMultiplier: 2, initialDelay: 1_000 },
};

/** Values that a field would not take otherwise. `undefined` leaves an optional one out. */
const samplesByPlace: Readonly<Record<string, unknown>> = {
  'auditLog.action': undefined,
  'orders.status': undefined,
  'performance.from': undefined,
  'performance.to': undefined,
  'CancelSubscriptionInput.reason': 'no longer needed',
  'ChangePlanInput.planCode': 'pro',
  'CreateApiKeyInput.scopes': ['market:read'],
  'CreateProviderInput.config': config,
  'UpdateProviderInput.config': config,
  'BacktestStrategyInput.kind': 'INDICATOR',
  'BacktestStrategyInput.parameters': { rule: 'emaCross', fast: 12, slow: 26 },
  'CreateStrategyInput.parameters': { rule: 'emaCross', fast: 12, slow: 26 },
  'StrategySpecInput.parameters': { rule: 'emaCross', fast: 12, slow: 26 },
  'CreateWebhookEndpointInput.events': ['order.filled'],
  'CreateWebhookEndpointInput.url': 'https://hooks.example/sample',
  'NotificationPreferenceInput.kind': 'order.filled',
  'PayInvoiceInput.paymentMethodId': undefined,
  'PlaceOrderInput.type': 'LIMIT',
  'PlaceOrderInput.quantity': '0.01',
  'PlaceOrderInput.timeInForce': 'GTC',
  'PlaceOrderInput.limitPrice': '1000.00',
  'PlaceOrderInput.stopPrice': undefined,
  'ReplaceOrderInput.limitPrice': '1001.00',
  'ReplaceOrderInput.quantity': '0.01',
  'ReplaceOrderInput.stopPrice': undefined,
  'SetRoutingPolicyInput.task': 'EMBEDDING',
  'SetTradingStateInput.state': 'ACTIVE',
  'SetTradingStateInput.flatten': false,
  'SizingInput.quantity': '0.01',
  'TrainModelInput.name': 'sample-model',
  'TrainModelInput.horizon': 1,
  'TrainModelInput.interval': 'M1',
  'TrainModelInput.timeBudgetSeconds': 1,
  'TradingEngineSettingsInput.stopLossThreshold': '0.5',
  'UpdateComplianceRuleInput.parameters': undefined,
  'UpdateTenantConfigInput.dataFeeds': ['simulator'],
  'UpdateTenantConfigInput.expectedVersion': undefined,
  'SignUpInput.baseCurrency': 'USD',
  'CreateApiKeyInput.expiresAt': undefined,
};

const samplesByName: Readonly<Record<string, unknown>> = {
  first: 5,
  last: 5,
  depth: 5,
  points: 100,
  from: new Date(Date.now() - 2 * hour).toISOString(),
  to: new Date(Date.now() - hour).toISOString(),
  interval: 'M5',
  currency: 'USD',
  model: undefined,
  password: 'correct horse battery staple 9',
};

/**
 * An ordinary value for a scalar or an enum, which every tenant might send.
 * @returns undefined where an optional value is best left out.
 */
export const sampleOf = (place: Place): unknown => {
  const key = keyOf(place);
  if (key in samplesByPlace) return samplesByPlace[key];
  if (place.name in samplesByName) return samplesByName[place.name];
  const type = getNamedType(place.type);
  if (isEnumType(type)) return type.getValues()[0]?.name;
  switch (type.name) {
    case 'ID':
      return 'BTCUSDT';
    case 'Int':
    case 'SafeInt':
      return 1;
    case 'Float':
      return 0.5;
    case 'Boolean':
      return true;
    case 'Decimal':
      return '1';
    case 'DateTime':
      return new Date().toISOString();
    case 'JSON':
      return {};
    default:
      return 'sample';
  }
};

/** Whether a place of this list is one that the schema has: a sample for a field that is gone would go unnoticed. */
export const listedPlaces: readonly string[] = [
  ...Object.keys(kindsByPlace),
  ...Object.keys(samplesByPlace).filter((key) => key !== 'StrategySpecInput.parameters'),
];
