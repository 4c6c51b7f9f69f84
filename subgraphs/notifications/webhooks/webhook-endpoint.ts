export const endpointStatuses = ['ENABLED', 'DISABLED'] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

export type WebhookEndpoint = {
  id: string;
  url: string;
  /** The kinds of events that it asked for. */
  events: string[];
  status: EndpointStatus;
  /** Why it gets nothing any more; null while it is enabled. */
  disabledReason: string | null;
  createdAt: Date;
};

/** Binds a sealed secret to its endpoint. */
export const secretContext = (endpointId: string): string =>
  `webhook_endpoints.secret:${endpointId}`;
