import type { RootField } from './public-schema.js';

/** Queries in which no tenant finds anything that bears its name, and why. */
export const ownNothing: Readonly<Record<string, string>> = {
  auditLogVerification: 'a verdict and figures',
  candles: 'market data, the same for all',
  feeds: 'market data, the same for all',
  instrument: 'market data, the same for all',
  instruments: 'market data, the same for all',
  activityCandles: 'market data, the same for all',
  orderBook: 'market data, the same for all',
  trades: 'market data, the same for all',
  plans: 'the price list, the same for all',
  providerTemplates: 'the same for all',
  predict: 'figures, and the model that was asked',
  quotas: 'figures',
  riskLimits: 'settings',
  riskProfiles: 'the same for all',
  secondFactor: 'whether it is on',
  services: 'the platform’s own registry',
  aiQuota: 'figures',
  upcomingInvoice: 'figures',
  usage: 'figures',
  trialBalance: 'figures',
  notificationPreferences: 'settings',
  complianceRules: 'settings',
};

/** For the people who run the platform: every tenant is refused, whatever it asks for. */
export const isForOperators = ({ scopes }: RootField): boolean => scopes.includes('platform:admin');

/** Sent with a session of its own, for it is over afterwards. */
export const endsSession = (name: string): boolean => name === 'signOut';

/** What takes things away comes last, so that they are there for everything else. */
export const rankOf = ({ kind, name }: Pick<RootField, 'kind' | 'name'>): number => {
  if (kind === 'query') return 0;
  if (/^(delete|erase|close)/.test(name)) return 4;
  if (/^(cancel|revoke|suspend|signOut|void|stop)/.test(name)) return 3;
  return /^(create|start|submit|place)/.test(name) ? 1 : 2;
};

/** Takes what it finds of the ids it is given, and answers how much is left. */
export const marksWhatItFinds = (place: string): boolean =>
  place === 'MarkNotificationsReadInput.ids';

/** What follows from a tenant's own past while nobody asks for anything. */
const growing = new Set([
  'analytics_equity_points',
  'audit_chain_heads',
  'audit_checkpoints',
  'inbox_events',
  'notification_deliveries',
  'outbox_events',
  'predictions',
  'tenant_exports',
  'usage_records',
]);
export const movesByItself = (table: string): boolean => growing.has(table);

/** Streams on which nothing comes on the simulated market, and why. */
export const silentStreams: Readonly<Record<string, string>> = {
  trades: 'the simulator quotes and does not tell trades',
};

/** What a tenant itself asks for is on record, too; nobody else may write into it. */
export const recordsItsOwner = (table: string): boolean => table === 'audit_records';

/** Root fields that a subgraph has for its siblings alone, and why no tenant can use them against another. */
export const internalFields: Readonly<Record<string, string>> = {};
