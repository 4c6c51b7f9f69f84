CREATE TABLE "platform"."registered_services" (
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "first_registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registered_services_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "platform"."service_instances" (
    "id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "reported_status" TEXT NOT NULL,
    "dependencies" JSONB NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "last_heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_ms" INTEGER NOT NULL,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expired_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_instances_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "service_instances_service_idx" ON "platform"."service_instances"("service");

ALTER TABLE "platform"."service_instances"
    ADD CONSTRAINT "service_instances_reported_status_check" CHECK ("reported_status" IN ('UP', 'DEGRADED'));
