CREATE SCHEMA IF NOT EXISTS "market";

CREATE TABLE "platform"."outbox_events" (
    "sequence" BIGSERIAL NOT NULL,
    "event_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "tenant_id" TEXT,
    "key" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "outbox_events_pkey" PRIMARY KEY ("sequence")
);

CREATE UNIQUE INDEX "outbox_events_event_id_key" ON "platform"."outbox_events"("event_id");

CREATE INDEX "outbox_events_service_sequence_idx" ON "platform"."outbox_events"("service", "sequence");

CREATE TABLE "platform"."inbox_events" (
    "consumer" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "handled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbox_events_pkey" PRIMARY KEY ("consumer","event_id")
);

CREATE TABLE "platform"."tenant_schemas" (
    "tenant_id" TEXT NOT NULL,
    "schema_name" TEXT NOT NULL,
    "role_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "migrated_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_schemas_pkey" PRIMARY KEY ("tenant_id")
);

CREATE UNIQUE INDEX "tenant_schemas_schema_name_key" ON "platform"."tenant_schemas"("schema_name");

CREATE UNIQUE INDEX "tenant_schemas_role_name_key" ON "platform"."tenant_schemas"("role_name");

CREATE TABLE "platform"."tenant_migrations" (
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_migrations_pkey" PRIMARY KEY ("tenant_id","name")
);
