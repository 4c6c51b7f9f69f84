CREATE TABLE "platform"."tenant_deletions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "approved_by" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "reached_at" JSONB NOT NULL,
    "inventory" JSONB,
    "certificate" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_deletions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."tenant_exports" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "bytes" BIGINT,
    "sha256" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "tenant_exports_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."operator_actions" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_actions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."tenant_keys" (
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "wrapped_key" TEXT,
    "wrapping_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rewrapped_at" TIMESTAMPTZ(3),
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_keys_pkey" PRIMARY KEY ("tenant_id")
);

CREATE INDEX "tenant_deletions_tenant_id_idx" ON "platform"."tenant_deletions"("tenant_id");

CREATE INDEX "tenant_deletions_phase_effective_at_idx" ON "platform"."tenant_deletions"("phase", "effective_at");

-- A tenant is deleted once at a time.
CREATE UNIQUE INDEX "tenant_deletions_open_key" ON "platform"."tenant_deletions"("tenant_id") WHERE "phase" <> 'CANCELED';

CREATE INDEX "tenant_exports_tenant_id_id_idx" ON "platform"."tenant_exports"("tenant_id", "id");

CREATE INDEX "tenant_exports_status_idx" ON "platform"."tenant_exports"("status");

CREATE INDEX "operator_actions_tenant_id_idx" ON "platform"."operator_actions"("tenant_id");

-- The same action is asked for once at a time.
CREATE UNIQUE INDEX "operator_actions_open_key" ON "platform"."operator_actions"("tenant_id", "kind") WHERE "status" = 'PENDING';

CREATE INDEX "tenant_keys_wrapping_key_id_idx" ON "platform"."tenant_keys"("wrapping_key_id");

ALTER TABLE "platform"."tenants"
    DROP CONSTRAINT "tenants_status_check",
    DROP CONSTRAINT "tenants_suspended_check",
    ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DELETING', 'DELETED')),
    -- A tenant that was suspended when its deletion began is suspended again when the deletion is undone.
    ADD CONSTRAINT "tenants_suspended_check" CHECK ("status" IN ('DELETING', 'DELETED') OR ("status" = 'SUSPENDED') = ("suspended_at" IS NOT NULL));

ALTER TABLE "platform"."tenant_deletions"
    ADD CONSTRAINT "tenant_deletions_phase_check" CHECK ("phase" IN ('WAITING', 'CANCELED', 'COMMITTED', 'KEY_SHREDDED', 'SCHEMA_DROPPED', 'EXPORTS_REMOVED', 'CONTROL_PLANE_ERASED', 'CERTIFIED')),
    ADD CONSTRAINT "tenant_deletions_side_check" CHECK ("side" IN ('OWNER', 'OPERATOR')),
    ADD CONSTRAINT "tenant_deletions_four_eyes_check" CHECK ("side" = 'OWNER' OR ("approved_by" IS NOT NULL AND "approved_by" <> "requested_by")),
    ADD CONSTRAINT "tenant_deletions_certificate_check" CHECK (("phase" = 'CERTIFIED') = ("certificate" IS NOT NULL));

ALTER TABLE "platform"."tenant_exports"
    ADD CONSTRAINT "tenant_exports_status_check" CHECK ("status" IN ('REQUESTED', 'READY', 'FAILED', 'EXPIRED'));

ALTER TABLE "platform"."operator_actions"
    ADD CONSTRAINT "operator_actions_kind_check" CHECK ("kind" IN ('DELETE_TENANT', 'END_GRACE_PERIOD')),
    ADD CONSTRAINT "operator_actions_status_check" CHECK ("status" IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED')),
    ADD CONSTRAINT "operator_actions_four_eyes_check" CHECK ("status" <> 'APPROVED' OR ("decided_by" IS NOT NULL AND "decided_by" <> "requested_by"));

ALTER TABLE "platform"."tenant_keys"
    ADD CONSTRAINT "tenant_keys_destroyed_check" CHECK (("wrapped_key" IS NULL) = ("destroyed_at" IS NOT NULL));
