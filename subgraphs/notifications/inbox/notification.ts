import type { Severity } from '../templates/notification-kinds.js';

export type Notification = {
  id: string;
  kind: string;
  severity: Severity;
  title: string;
  body: string;
  createdAt: Date;
  readAt: Date | null;
};

/** Live channel of a tenant's inbox. */
export const notificationsChannel = (tenantId: string): string => `notifications.${tenantId}`;
