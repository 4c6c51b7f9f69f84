-- The end of the chain and points along it under a key that is not in the database.
ALTER TABLE "audit_chain_heads" ADD COLUMN "seal" TEXT;

CREATE TABLE "audit_checkpoints" (
    "sequence" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "seal" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("sequence")
);

REVOKE UPDATE, DELETE, TRUNCATE ON "audit_checkpoints" FROM "__tenant_role__";
