/** The services that make up the platform, and the ports they are documented to answer on. */
export const documentedServices: readonly { name: string; port: number }[] = [
  { name: 'api-gateway', port: 3001 },
  { name: 'central-hub', port: 7000 },
  { name: 'database-service', port: 8008 },
  { name: 'data-bridge', port: 5001 },
  { name: 'ai-orchestrator', port: 8020 },
  { name: 'ml-automl', port: 8021 },
  { name: 'realtime-inference', port: 8022 },
  { name: 'trading-engine', port: 9000 },
  { name: 'billing-service', port: 9001 },
  { name: 'payment-service', port: 9002 },
  { name: 'notification-service', port: 9003 },
  { name: 'performance-analytics', port: 9100 },
  { name: 'usage-monitoring', port: 9101 },
  { name: 'compliance-monitor', port: 9102 },
];
