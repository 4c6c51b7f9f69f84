CREATE TABLE "platform"."tenants" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "base_currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "suspension_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "suspended_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."memberships" (
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id","user_id")
);

CREATE TABLE "platform"."tenant_configurations" (
    "tenant_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "config" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_configurations_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "platform"."sessions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revocation_reason" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform"."refresh_tokens" (
    "hash" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "sealed_successor" TEXT,

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("hash")
);

CREATE TABLE "platform"."signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private_jwk" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activates_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

CREATE TABLE "platform"."api_keys" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "tenants_slug_key" ON "platform"."tenants"("slug");

CREATE INDEX "tenants_status_idx" ON "platform"."tenants"("status");

CREATE UNIQUE INDEX "users_email_key" ON "platform"."users"("email");

CREATE INDEX "memberships_user_id_idx" ON "platform"."memberships"("user_id");

CREATE INDEX "sessions_tenant_id_user_id_idx" ON "platform"."sessions"("tenant_id", "user_id");

CREATE INDEX "sessions_expires_at_idx" ON "platform"."sessions"("expires_at");

CREATE UNIQUE INDEX "refresh_tokens_session_id_generation_key" ON "platform"."refresh_tokens"("session_id", "generation");

CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "platform"."api_keys"("secret_hash");

CREATE INDEX "api_keys_tenant_id_id_idx" ON "platform"."api_keys"("tenant_id", "id");

ALTER TABLE "platform"."memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "platform"."users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."tenant_configurations" ADD CONSTRAINT "tenant_configurations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."sessions" ADD CONSTRAINT "sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "platform"."users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "platform"."sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "platform"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "platform"."tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "platform"."users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "platform"."tenants"
    ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('PROVISIONING', 'ACTIVE', 'SUSPENDED')),
    ADD CONSTRAINT "tenants_suspended_check" CHECK (("status" = 'SUSPENDED') = ("suspended_at" IS NOT NULL));

ALTER TABLE "platform"."memberships"
    ADD CONSTRAINT "memberships_role_check" CHECK ("role" IN ('OWNER', 'ADMIN', 'TRADER', 'ANALYST', 'VIEWER'));

ALTER TABLE "platform"."users"
    ADD CONSTRAINT "users_email_check" CHECK ("email" = lower("email"));

ALTER TABLE "platform"."sessions"
    ADD CONSTRAINT "sessions_expiry_check" CHECK ("expires_at" <= "ends_at");
