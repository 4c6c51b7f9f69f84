import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { InboxService } from '../inbox/inbox-service.js';
import type { PreferenceService } from '../preferences/preference-service.js';
import type { EndpointService } from '../webhooks/endpoint-service.js';

export type NotificationsServices = {
  inbox: InboxService;
  preferences: PreferenceService;
  endpoints: EndpointService;
  broadcast: Broadcast;
};

export type NotificationsContext = BaseContext & NotificationsServices;

export const createNotificationsContext = (
  { viewer, requestId }: RequestIdentity,
  services: NotificationsServices,
): NotificationsContext => ({ viewer, requestId, ...services });
