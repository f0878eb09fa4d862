-- The tables, as the Prisma schema says; registry_event is partitioned by the year of recording.
set lock_timeout = '5s';

-- CreateTable
CREATE TABLE "application" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "title" TEXT,
    "summary" TEXT,
    "requested" DECIMAL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "starts_on" DATE,
    "duration_months" INTEGER,
    "organisation_id" UUID,
    "main_applicant_id" UUID,
    "administratively_responsible_id" UUID,
    "project_leader_id" UUID,
    "leader_organisation_id" UUID,
    "invitation_id" UUID,
    "received_at" TIMESTAMPTZ(6),
    "created_by" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "event_hash" BYTEA,
    "event_at" TIMESTAMPTZ(6),
    "status_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_draft" (
    "application_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "application_draft_pkey" PRIMARY KEY ("application_id")
);

-- CreateTable
CREATE TABLE "application_partner" (
    "application_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "contribution" DECIMAL,

    CONSTRAINT "application_partner_pkey" PRIMARY KEY ("application_id","organisation_id")
);

-- CreateTable
CREATE TABLE "application_budget_line" (
    "application_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "budget_group" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "amount" DECIMAL NOT NULL,

    CONSTRAINT "application_budget_line_pkey" PRIMARY KEY ("application_id","number")
);

-- CreateTable
CREATE TABLE "application_parent" (
    "application_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,

    CONSTRAINT "application_parent_pkey" PRIMARY KEY ("application_id","project_id")
);

-- CreateTable
CREATE TABLE "call" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "programme_id" UUID,
    "programme_line_id" UUID,
    "reference" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'regular',
    "procedure" TEXT NOT NULL DEFAULT 'simple',
    "access_mode" TEXT NOT NULL DEFAULT 'open',
    "allocation_method" TEXT,
    "has_project_idea_stage" BOOLEAN NOT NULL DEFAULT false,
    "uses_referees" BOOLEAN NOT NULL DEFAULT false,
    "criteria" TEXT,
    "ceiling" DECIMAL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "ceiling_from" DATE,
    "max_amount" DECIMAL,
    "max_duration_months" INTEGER,
    "max_applications_per_organisation" INTEGER,
    "decision_term_weeks" INTEGER,
    "start_term_months" INTEGER NOT NULL DEFAULT 6,
    "state_aid_basis" TEXT,
    "provisions_version" TEXT,
    "legal_basis" TEXT,
    "opens_at" TIMESTAMPTZ(6),
    "closes_at" TIMESTAMPTZ(6),
    "last_application_number" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "event_hash" BYTEA,
    "event_at" TIMESTAMPTZ(6),
    "status_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_ceiling" (
    "call_id" UUID NOT NULL,
    "ceiling" DECIMAL,
    "committed" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "call_ceiling_pkey" PRIMARY KEY ("call_id")
);

-- CreateTable
CREATE TABLE "call_invitation" (
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "activity_id" UUID,
    "invited_by" UUID NOT NULL,
    "invited_on" DATE NOT NULL,
    "valid_until" DATE NOT NULL,
    "used_by_application" UUID,
    "revoked_on" DATE,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "call_invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "project_id" UUID,
    "reference" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "granted" DECIMAL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "activities" TEXT,
    "provisions_version" TEXT,
    "reason_code" TEXT,
    "reason_text_id" UUID,
    "starts_on" DATE,
    "ends_on" DATE,
    "legal_effect_from" DATE,
    "mandate" TEXT,
    "supersedes_id" UUID,
    "prepared_by" UUID NOT NULL,
    "signed_by" UUID,
    "signed_on" DATE,
    "announced_on" DATE,
    "irrevocable_on" DATE,
    "content_digest" BYTEA,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "event_hash" BYTEA,
    "event_at" TIMESTAMPTZ(6),
    "status_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "funder_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "funder_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "organisation_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ror" TEXT,
    "kvk" TEXT,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "organisation_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "programme_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "programme_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "programme_line_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "programme_line_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "call_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "programme_id" UUID,
    "programme_line_id" UUID,
    "ceiling" DECIMAL,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "call_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "application_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "title" TEXT,
    "requested" DECIMAL,
    "received_at" TIMESTAMPTZ(6),
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "application_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "project_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "title" TEXT,
    "number" TEXT,
    "file_number" TEXT,
    "granted" DECIMAL NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "started_on" DATE,
    "ended_on" DATE,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "project_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "project_leader_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "project_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "project_leader_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "project_recipient_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "project_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "project_recipient_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "project_relation_history" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "from_project_id" UUID NOT NULL,
    "to_project_id" UUID NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "actor" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "project_relation_history_pkey" PRIMARY KEY ("id","seq")
);

-- CreateTable
CREATE TABLE "legacy_award" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "scheme_text" TEXT NOT NULL,
    "recipient_text" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "event_hash" BYTEA,
    "event_at" TIMESTAMPTZ(6),
    "status_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "legacy_award_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "realisation" (
    "id" UUID NOT NULL,
    "legacy_award_id" UUID NOT NULL,
    "import_run_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_text" TEXT NOT NULL,
    "amount_exact" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "policy_article" TEXT,
    "line" INTEGER NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "identity" BYTEA NOT NULL,
    "xact" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "epoch" INTEGER NOT NULL DEFAULT registry_epoch_now(),
    "voided_xact" xid8,
    "voided_epoch" INTEGER,

    CONSTRAINT "realisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL DEFAULT ('IMP-'::text || lpad((nextval('import_run_number'::regclass))::text, 6, '0'::text)),
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "actor" UUID NOT NULL,
    "summary" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),
    "voided_at" TIMESTAMPTZ(6),
    "voided_by" UUID,
    "void_reason_id" UUID,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_error" (
    "import_run_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "value" TEXT,

    CONSTRAINT "import_error_pkey" PRIMARY KEY ("import_run_id","line","number")
);

-- CreateTable
CREATE TABLE "provenance" (
    "id" BIGSERIAL NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "source" TEXT,
    "checksum" TEXT,
    "line" INTEGER,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),
    "xact" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "epoch" INTEGER NOT NULL DEFAULT registry_epoch_now(),

    CONSTRAINT "provenance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registry_event" (
    "machine" TEXT NOT NULL,
    "machine_version" INTEGER NOT NULL,
    "subject_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "command" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "actor" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "decision_id" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "request_id" TEXT,
    "db_user" TEXT NOT NULL,
    "reason_id" UUID,
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "registry_event_pkey" PRIMARY KEY ("subject_id","seq","recorded_at")
) PARTITION BY RANGE ("recorded_at");

-- CreateTable
CREATE TABLE "status_period" (
    "subject_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 0,
    "machine" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "occurred_from" TIMESTAMPTZ(6) NOT NULL,
    "occurred_to" TIMESTAMPTZ(6),
    "xact" xid8 NOT NULL,
    "epoch" INTEGER NOT NULL,
    "ended_xact" xid8,
    "ended_epoch" INTEGER,
    "superseded_xact" xid8,
    "superseded_epoch" INTEGER,

    CONSTRAINT "status_period_pkey" PRIMARY KEY ("subject_id","seq","part")
);

-- CreateTable
CREATE TABLE "lifecycle_transition" (
    "machine" TEXT NOT NULL,
    "machine_version" INTEGER NOT NULL,
    "command" TEXT NOT NULL,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "roles" TEXT[],
    "late_roles" TEXT[],
    "decision_kinds" TEXT[],
    "reason_required" BOOLEAN NOT NULL,
    "bulk_only" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,

    CONSTRAINT "lifecycle_transition_pkey" PRIMARY KEY ("machine","machine_version","command","from_status")
);

-- CreateTable
CREATE TABLE "seal" (
    "number" BIGSERIAL NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "epoch" INTEGER NOT NULL,
    "snapshot" pg_snapshot NOT NULL,

    CONSTRAINT "seal_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "deadline" (
    "subject_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "machine" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "term" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "met_on" DATE,
    "cancelled_on" DATE,

    CONSTRAINT "deadline_pkey" PRIMARY KEY ("subject_id","kind")
);

-- CreateTable
CREATE TABLE "confidential_text" (
    "id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "confidential_text_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "text_key" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "wrapped" BYTEA,
    "destroyed_at" TIMESTAMPTZ(6),

    CONSTRAINT "text_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "topic" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "caller" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("caller","key")
);

-- CreateTable
CREATE TABLE "report_run" (
    "id" UUID NOT NULL,
    "report" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "as_of" DATE NOT NULL,
    "known_at" TIMESTAMPTZ(6) NOT NULL,
    "seal_number" BIGINT NOT NULL,
    "row_count" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "software" TEXT NOT NULL,
    "actor" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "report_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "funder" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ror" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "funder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL DEFAULT ('ORG-'::text || lpad((nextval('organisation_number'::regclass))::text, 6, '0'::text)),
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ror" TEXT,
    "kvk" TEXT,
    "country" TEXT DEFAULT 'NL',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL DEFAULT ('PER-'::text || lpad((nextval('person_number'::regclass))::text, 6, '0'::text)),
    "given_name" TEXT,
    "prefix" TEXT,
    "family_name" TEXT NOT NULL,
    "orcid" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_contact" (
    "person_id" UUID NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "address" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "person_contact_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "funder_id" UUID,
    "programme_id" UUID,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT,
    "commissioner" TEXT,
    "budget" DECIMAL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "starts_on" DATE,
    "ends_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme_line" (
    "id" UUID NOT NULL,
    "programme_id" UUID NOT NULL,
    "parent_id" UUID,
    "reference" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "programme_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_objective" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "description" TEXT NOT NULL,

    CONSTRAINT "policy_objective_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme_policy_objective" (
    "programme_id" UUID NOT NULL,
    "policy_objective_id" UUID NOT NULL,

    CONSTRAINT "programme_policy_objective_pkey" PRIMARY KEY ("programme_id","policy_objective_id")
);

-- CreateTable
CREATE TABLE "target_group" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name_nl" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,

    CONSTRAINT "target_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme_target_group" (
    "programme_id" UUID NOT NULL,
    "target_group_id" UUID NOT NULL,

    CONSTRAINT "programme_target_group_pkey" PRIMARY KEY ("programme_id","target_group_id")
);

-- CreateTable
CREATE TABLE "programme_activity" (
    "id" UUID NOT NULL,
    "programme_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "held_on" DATE NOT NULL,
    "outcome" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "programme_activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_project" (
    "activity_id" UUID NOT NULL,
    "project_id" UUID NOT NULL,

    CONSTRAINT "activity_project_pkey" PRIMARY KEY ("activity_id","project_id")
);

-- CreateTable
CREATE TABLE "activity_application" (
    "activity_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,

    CONSTRAINT "activity_application_pkey" PRIMARY KEY ("activity_id","application_id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "title" TEXT,
    "number" TEXT,
    "number_key" TEXT,
    "file_number" TEXT,
    "file_number_key" TEXT,
    "granted" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "starts_on" DATE,
    "ends_on" DATE,
    "started_on" DATE,
    "late_start_reason_id" UUID,
    "ended_on" DATE,
    "final_report_approved_on" DATE,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_seq" INTEGER NOT NULL DEFAULT 0,
    "event_hash" BYTEA,
    "event_at" TIMESTAMPTZ(6),
    "status_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_leader" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "project_leader_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_recipient" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "project_recipient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_relation" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL DEFAULT ('REL-'::text || lpad((nextval('relation_number'::regclass))::text, 6, '0'::text)),
    "kind" TEXT NOT NULL,
    "from_project_id" UUID NOT NULL,
    "to_project_id" UUID NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,

    CONSTRAINT "project_relation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "application_reference_key" ON "application"("reference");

-- CreateIndex
CREATE INDEX "application_call_id_idx" ON "application"("call_id");

-- CreateIndex
CREATE INDEX "application_organisation_id_idx" ON "application"("organisation_id");

-- CreateIndex
CREATE INDEX "application_main_applicant_id_idx" ON "application"("main_applicant_id");

-- CreateIndex
CREATE INDEX "application_project_leader_id_idx" ON "application"("project_leader_id");

-- CreateIndex
CREATE INDEX "application_administratively_responsible_id_idx" ON "application"("administratively_responsible_id");

-- CreateIndex
CREATE INDEX "application_created_by_idx" ON "application"("created_by");

-- CreateIndex
CREATE INDEX "application_parent_project_id_idx" ON "application_parent"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_reference_key" ON "call"("reference");

-- CreateIndex
CREATE INDEX "call_funder_id_idx" ON "call"("funder_id");

-- CreateIndex
CREATE INDEX "call_programme_id_idx" ON "call"("programme_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_invitation_reference_key" ON "call_invitation"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "call_invitation_used_by_application_key" ON "call_invitation"("used_by_application");

-- CreateIndex
CREATE INDEX "call_invitation_call_id_idx" ON "call_invitation"("call_id");

-- CreateIndex
CREATE INDEX "call_invitation_person_id_idx" ON "call_invitation"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "decision_reference_key" ON "decision"("reference");

-- CreateIndex
CREATE INDEX "decision_project_id_idx" ON "decision"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "decision_application_id_number_key" ON "decision"("application_id", "number");

-- CreateIndex
CREATE INDEX "project_leader_history_project_id_idx" ON "project_leader_history"("project_id");

-- CreateIndex
CREATE INDEX "project_recipient_history_project_id_idx" ON "project_recipient_history"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "legacy_award_reference_key" ON "legacy_award"("reference");

-- CreateIndex
CREATE INDEX "legacy_award_call_id_idx" ON "legacy_award"("call_id");

-- CreateIndex
CREATE INDEX "legacy_award_organisation_id_idx" ON "legacy_award"("organisation_id");

-- CreateIndex
CREATE INDEX "realisation_legacy_award_id_idx" ON "realisation"("legacy_award_id");

-- CreateIndex
CREATE INDEX "realisation_import_run_id_idx" ON "realisation"("import_run_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_run_reference_key" ON "import_run"("reference");

-- CreateIndex
CREATE INDEX "provenance_subject_id_field_id_idx" ON "provenance"("subject_id", "field", "id");

-- CreateIndex
CREATE INDEX "seal_taken_at_idx" ON "seal"("taken_at");

-- CreateIndex
CREATE INDEX "deadline_ends_on_idx" ON "deadline"("ends_on");

-- CreateIndex
CREATE INDEX "confidential_text_subject_id_idx" ON "confidential_text"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "text_key_subject_id_key" ON "text_key"("subject_id");

-- CreateIndex
CREATE INDEX "outbox_message_subject_id_idx" ON "outbox_message"("subject_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "funder_code_key" ON "funder"("code");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_reference_key" ON "organisation"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_ror_key" ON "organisation"("ror");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_kvk_key" ON "organisation"("kvk");

-- CreateIndex
CREATE INDEX "organisation_name_idx" ON "organisation"("name");

-- CreateIndex
CREATE UNIQUE INDEX "person_reference_key" ON "person"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "person_orcid_key" ON "person"("orcid");

-- CreateIndex
CREATE INDEX "account_person_id_idx" ON "account"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_issuer_subject_key" ON "account"("issuer", "subject");

-- CreateIndex
CREATE INDEX "role_assignment_account_id_idx" ON "role_assignment"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "programme_reference_key" ON "programme"("reference");

-- CreateIndex
CREATE INDEX "programme_funder_id_idx" ON "programme"("funder_id");

-- CreateIndex
CREATE UNIQUE INDEX "programme_line_reference_key" ON "programme_line"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "programme_line_programme_id_code_key" ON "programme_line"("programme_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "programme_line_id_programme_id_key" ON "programme_line"("id", "programme_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_objective_reference_key" ON "policy_objective"("reference");

-- CreateIndex
CREATE INDEX "policy_objective_funder_id_idx" ON "policy_objective"("funder_id");

-- CreateIndex
CREATE UNIQUE INDEX "target_group_funder_id_code_key" ON "target_group"("funder_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "programme_activity_reference_key" ON "programme_activity"("reference");

-- CreateIndex
CREATE INDEX "programme_activity_programme_id_idx" ON "programme_activity"("programme_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_application_id_key" ON "project"("application_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_reference_key" ON "project"("reference");

-- CreateIndex
CREATE INDEX "project_file_number_key_idx" ON "project"("file_number_key");

-- CreateIndex
CREATE UNIQUE INDEX "project_funder_id_number_key_key" ON "project"("funder_id", "number_key");

-- CreateIndex
CREATE INDEX "project_leader_project_id_idx" ON "project_leader"("project_id");

-- CreateIndex
CREATE INDEX "project_leader_person_id_idx" ON "project_leader"("person_id");

-- CreateIndex
CREATE INDEX "project_recipient_project_id_idx" ON "project_recipient"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_relation_reference_key" ON "project_relation"("reference");

-- CreateIndex
CREATE INDEX "project_relation_to_project_id_idx" ON "project_relation"("to_project_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_relation_kind_from_project_id_to_project_id_key" ON "project_relation"("kind", "from_project_id", "to_project_id");

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_main_applicant_id_fkey" FOREIGN KEY ("main_applicant_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_administratively_responsible_id_fkey" FOREIGN KEY ("administratively_responsible_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_project_leader_id_fkey" FOREIGN KEY ("project_leader_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_leader_organisation_id_fkey" FOREIGN KEY ("leader_organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_draft" ADD CONSTRAINT "application_draft_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_partner" ADD CONSTRAINT "application_partner_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_partner" ADD CONSTRAINT "application_partner_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_budget_line" ADD CONSTRAINT "application_budget_line_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_parent" ADD CONSTRAINT "application_parent_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application_parent" ADD CONSTRAINT "application_parent_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_programme_line_id_programme_id_fkey" FOREIGN KEY ("programme_line_id", "programme_id") REFERENCES "programme_line"("id", "programme_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call_ceiling" ADD CONSTRAINT "call_ceiling_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call_invitation" ADD CONSTRAINT "call_invitation_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call_invitation" ADD CONSTRAINT "call_invitation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call_invitation" ADD CONSTRAINT "call_invitation_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "programme_activity"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "call_invitation" ADD CONSTRAINT "call_invitation_used_by_application_fkey" FOREIGN KEY ("used_by_application") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_reason_text_id_fkey" FOREIGN KEY ("reason_text_id") REFERENCES "confidential_text"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "legacy_award" ADD CONSTRAINT "legacy_award_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "legacy_award" ADD CONSTRAINT "legacy_award_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "legacy_award" ADD CONSTRAINT "legacy_award_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "realisation" ADD CONSTRAINT "realisation_legacy_award_id_fkey" FOREIGN KEY ("legacy_award_id") REFERENCES "legacy_award"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "realisation" ADD CONSTRAINT "realisation_import_run_id_fkey" FOREIGN KEY ("import_run_id") REFERENCES "import_run"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_error" ADD CONSTRAINT "import_error_import_run_id_fkey" FOREIGN KEY ("import_run_id") REFERENCES "import_run"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "confidential_text" ADD CONSTRAINT "confidential_text_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "text_key"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "person_contact" ADD CONSTRAINT "person_contact_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme" ADD CONSTRAINT "programme_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_line" ADD CONSTRAINT "programme_line_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_line" ADD CONSTRAINT "programme_line_parent_id_programme_id_fkey" FOREIGN KEY ("parent_id", "programme_id") REFERENCES "programme_line"("id", "programme_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "policy_objective" ADD CONSTRAINT "policy_objective_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_policy_objective" ADD CONSTRAINT "programme_policy_objective_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_policy_objective" ADD CONSTRAINT "programme_policy_objective_policy_objective_id_fkey" FOREIGN KEY ("policy_objective_id") REFERENCES "policy_objective"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "target_group" ADD CONSTRAINT "target_group_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_target_group" ADD CONSTRAINT "programme_target_group_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_target_group" ADD CONSTRAINT "programme_target_group_target_group_id_fkey" FOREIGN KEY ("target_group_id") REFERENCES "target_group"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "programme_activity" ADD CONSTRAINT "programme_activity_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "activity_project" ADD CONSTRAINT "activity_project_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "programme_activity"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "activity_project" ADD CONSTRAINT "activity_project_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "activity_application" ADD CONSTRAINT "activity_application_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "programme_activity"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "activity_application" ADD CONSTRAINT "activity_application_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_late_start_reason_id_fkey" FOREIGN KEY ("late_start_reason_id") REFERENCES "confidential_text"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_leader" ADD CONSTRAINT "project_leader_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_leader" ADD CONSTRAINT "project_leader_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_leader" ADD CONSTRAINT "project_leader_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_recipient" ADD CONSTRAINT "project_recipient_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_recipient" ADD CONSTRAINT "project_recipient_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_relation" ADD CONSTRAINT "project_relation_from_project_id_fkey" FOREIGN KEY ("from_project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "project_relation" ADD CONSTRAINT "project_relation_to_project_id_fkey" FOREIGN KEY ("to_project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

