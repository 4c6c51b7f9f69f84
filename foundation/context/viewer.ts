/** Roles within a tenant, strongest first. */
export const roles = ['OWNER', 'ADMIN', 'TRADER', 'ANALYST', 'VIEWER'] as const;
export type Role = (typeof roles)[number];

/** Whoever is asking, as the gateway (or a sibling service) vouched for it. */
export type Viewer =
  | { kind: 'anonymous' }
  | {
      kind: 'user';
      tenantId: string;
      userId: string;
      sessionId: string;
      role: Role;
      scopes: readonly string[];
    }
  | { kind: 'service'; name: string; tenantId: string | null; scopes: readonly string[] };

export type UserViewer = Extract<Viewer, { kind: 'user' }>;

/** What travels with a call from the gateway to a subgraph. */
export type RequestIdentity = {
  viewer: Viewer;
  requestId: string;
  /** The client's network address as the gateway saw it; sign-in is throttled by it. */
  clientAddress?: string;
};

export const scopesOf = (viewer: Viewer): readonly string[] =>
  viewer.kind === 'anonymous' ? [] : viewer.scopes;

export const tenantIdOf = (viewer: Viewer): string | null =>
  viewer.kind === 'anonymous' ? null : viewer.tenantId;
