CREATE TABLE "platform"."invitations" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."tenant_configuration_versions" (
    "tenant_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "config" JSONB NOT NULL,
    "changed_by" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_configuration_versions_pkey" PRIMARY KEY ("tenant_id","version")
);

CREATE TABLE "platform"."second_factors" (
    "user_id" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL,

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "platform"."recovery_codes" (
    "user_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id","hash")
);

CREATE TABLE "platform"."external_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "external_identities_pkey" PRIMARY KEY ("issuer","subject")
);

CREATE UNIQUE INDEX "invitations_token_hash_key" ON "platform"."invitations"("token_hash");

CREATE INDEX "invitations_tenant_id_id_idx" ON "platform"."invitations"("tenant_id", "id");

-- One open invitation for an address in a tenant.
CREATE UNIQUE INDEX "invitations_open_key" ON "platform"."invitations"("tenant_id", "email") WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;

CREATE INDEX "external_identities_user_id_idx" ON "platform"."external_identities"("user_id");

ALTER TABLE "platform"."sessions" ADD COLUMN "address" TEXT, ADD COLUMN "refreshed_at" TIMESTAMPTZ(3);

CREATE INDEX "sessions_revoked_at_idx" ON "platform"."sessions"("revoked_at");

ALTER TABLE "platform"."invitations"
    ADD CONSTRAINT "invitations_role_check" CHECK ("role" IN ('OWNER', 'ADMIN', 'TRADER', 'ANALYST', 'VIEWER')),
    ADD CONSTRAINT "invitations_email_check" CHECK ("email" = lower("email")),
    ADD CONSTRAINT "invitations_accepted_check" CHECK (("accepted_at" IS NULL) = ("accepted_by" IS NULL)),
    ADD CONSTRAINT "invitations_once_check" CHECK ("accepted_at" IS NULL OR "revoked_at" IS NULL);

-- What is in force begins the history.
INSERT INTO "platform"."tenant_configuration_versions" ("tenant_id", "version", "config", "changed_at")
SELECT "tenant_id", "version", "config", "updated_at" FROM "platform"."tenant_configurations";
