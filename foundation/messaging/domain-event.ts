/** Something that happened, told to other services. Ids are stable: the same event is never given two. */
export type DomainEvent<TPayload = unknown> = {
  id: string;
  /** `noun.verb` in the past tense, such as `order.filled`. */
  type: string;
  /** Null for events of the platform itself. */
  tenantId: string | null;
  /** Events of one key are delivered in order. */
  key: string;
  /** UTC instant, ISO 8601. */
  occurredAt: string;
  payload: TPayload;
};
