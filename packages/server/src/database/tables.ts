// Written by `describe-tables.ts` from the migrated database.

import type { ColumnType, Generated } from 'kysely'

export interface Tables {
  account: AccountTable
  announcement: AnnouncementTable
  api_key: ApiKeyTable
  appointment: AppointmentTable
  appointment_identifier: AppointmentIdentifierTable
  audit_block: AuditBlockTable
  audit_deed: AuditDeedTable
  audit_entry: AuditEntryTable
  audit_record: AuditRecordTable
  audit_record_block: AuditRecordBlockTable
  audit_seal: AuditSealTable
  audit_unsealed: AuditUnsealedTable
  care_team: CareTeamTable
  chart_reader: ChartReaderTable
  chart_restriction: ChartRestrictionTable
  former_id: FormerIdTable
  glass: GlassTable
  grant_location: GrantLocationTable
  grant_tag: GrantTagTable
  import_run: ImportRunTable
  incarnation: IncarnationTable
  invitation: InvitationTable
  known_device: KnownDeviceTable
  location: LocationTable
  location_identifier: LocationIdentifierTable
  managed_practitioner: ManagedPractitionerTable
  member: MemberTable
  member_identifier: MemberIdentifierTable
  member_tag: MemberTagTable
  membership: MembershipTable
  note: NoteTable
  note_addendum: NoteAddendumTable
  note_import: NoteImportTable
  note_signature: NoteSignatureTable
  note_version: NoteVersionTable
  outbox: OutboxTable
  password_reset: PasswordResetTable
  patient: PatientTable
  patient_facts: PatientFactsTable
  patient_facts_count: PatientFactsCountTable
  patient_identifier: PatientIdentifierTable
  patient_location: PatientLocationTable
  patient_tag: PatientTagTable
  patient_token: PatientTokenTable
  policy_epoch: PolicyEpochTable
  practice: PracticeTable
  practice_module: PracticeModuleTable
  practice_settings: PracticeSettingsTable
  record_edit: RecordEditTable
  record_owner: RecordOwnerTable
  role: RoleTable
  role_grant: RoleGrantTable
  role_tag: RoleTagTable
  separation: SeparationTable
  session: SessionTable
  setup_link: SetupLinkTable
  share: ShareTable
  share_case: ShareCaseTable
  tag: TagTable
  team_access: TeamAccessTable
  throttle: ThrottleTable
  visited_location: VisitedLocationTable
}

export interface AccountTable {
  id: Generated<string>
  email: string
  email_key: string
  name: string
  password_hash: string | null
  password_set_at: Date | null
  created_at: Generated<Date>
}

export interface AnnouncementTable {
  practice_id: string
  member_id: string
  id: Generated<string>
  words: string
  made_at: Generated<Date>
  seen_at: Date | null
}

export interface ApiKeyTable {
  practice_id: string
  key_hash: Buffer
  member_id: string
  label: string
  created_at: Generated<Date>
  ends_at: Date | null
  revoked_at: Date | null
}

export interface AppointmentTable {
  practice_id: string
  id: string
  patient_id: string
  patient_facts_id: ColumnType<string | null, null | string | bigint | undefined>
  owner_id: string | null
  author_id: string | null
  location_id: string | null
  starts_at: Date
  ends_at: Date
  status: string
  description: Generated<string>
  cancelled_because: string | null
  source: string | null
  created_at: Generated<Date>
  version: Generated<number>
  source_hash: Buffer | null
}

export interface AppointmentIdentifierTable {
  practice_id: string
  appointment_id: string
  system: string
  value: string
}

export interface AuditBlockTable {
  practice_id: string
  block: ColumnType<string, string | bigint>
  from_at: Date
  until_at: Date
}

export interface AuditDeedTable {
  practice_id: string
  code: number
  operation: string
  member_id: string
  kind: string
  act: string
  outcome: string
}

export interface AuditEntryTable {
  practice_id: string
  id: ColumnType<string, string | bigint | undefined>
  xact: Generated<string>
  at: Generated<Date>
  request_id: string
  operation: string
  member_id: string | null
  account_id: string | null
  acting_for: string | null
  kind: string | null
  act: string | null
  records: Generated<string[]>
  outcome: string
  step: string | null
  carried_by: Generated<string[]>
  detail: ColumnType<unknown, string | null | undefined>
  cluster: ColumnType<string, string | bigint | undefined>
  names: ColumnType<unknown, string | null | undefined>
}

export interface AuditRecordTable {
  practice_id: string
  record_id: string
  entry_id: ColumnType<string, string | bigint>
  deed: number | null
}

export interface AuditRecordBlockTable {
  practice_id: string
  record_id: string
  block: ColumnType<string, string | bigint>
  places: number[]
  deeds: number[]
}

export interface AuditSealTable {
  practice_id: string
  number: ColumnType<string, string | bigint>
  entries: string[]
  digests: Buffer[]
  previous: Buffer
  head: Buffer
  signature: Buffer
  sealed_at: Generated<Date>
  cluster: ColumnType<string, string | bigint>
  horizon: string
}

export interface AuditUnsealedTable {
  practice_id: string
  entry_id: ColumnType<string, string | bigint>
  written_at: Generated<Date>
}

export interface CareTeamTable {
  practice_id: string
  patient_id: string
  practitioner_id: string
  joined_at: Generated<Date>
}

export interface ChartReaderTable {
  practice_id: string
  patient_id: string
  level: string
  member_id: string
}

export interface ChartRestrictionTable {
  practice_id: string
  patient_id: string
  level: string
  restricted_by: string | null
  restricted_at: Generated<Date>
}

export interface FormerIdTable {
  practice_id: string
  id: string
  retired_at: Generated<Date>
}

export interface GlassTable {
  practice_id: string
  id: Generated<string>
  member_id: string
  patient_id: string
  reason: string
  starts_at: Date | null
  ends_at: Date | null
  reviewed_by: string | null
  reviewed_at: Date | null
}

export interface GrantLocationTable {
  practice_id: string
  grant_id: string
  location_id: string
}

export interface GrantTagTable {
  practice_id: string
  grant_id: string
  tag_id: string
}

export interface ImportRunTable {
  practice_id: string
  id: string
  member_id: string
  acting_for: string | null
  state: string
  report: ColumnType<unknown, string>
  started_at: Generated<Date>
  touched_at: Generated<Date>
}

export interface IncarnationTable {
  id: Generated<string>
  identity: string
  begun_at: Generated<Date>
}

export interface InvitationTable {
  practice_id: string
  token_hash: Buffer
  member_id: string
  email: string
  created_at: Generated<Date>
  ends_at: Date
  accepted_at: Date | null
  withdrawn_at: Date | null
  id: Generated<string>
  invited_by: string | null
  invited_for: string | null
  offer_hash: Buffer | null
  reported_at: Date | null
  incarnation: Generated<string>
}

export interface KnownDeviceTable {
  account_id: string
  token_hash: Buffer
  first_seen_at: Generated<Date>
  last_seen_at: Generated<Date>
}

export interface LocationTable {
  practice_id: string
  id: string
  name: string
  source_hash: Buffer | null
}

export interface LocationIdentifierTable {
  practice_id: string
  location_id: string
  system: string
  value: string
}

export interface ManagedPractitionerTable {
  practice_id: string
  id: Generated<string>
  assistant_id: string
  practitioner_id: string
  starts_at: Date | null
  ends_at: Date | null
}

export interface MemberTable {
  practice_id: string
  id: string
  name: string | null
  kind: string
  status: string
  has_account: boolean
  account_id: string | null
  is_owner: Generated<boolean>
  job_title: string | null
  email: string | null
  starts_at: Date | null
  ends_at: Date | null
  tag_limit: string | null
  tag_limit_starts_at: Date | null
  tag_limit_ends_at: Date | null
  own_notes_only: Generated<boolean>
  own_notes_only_starts_at: Date | null
  own_notes_only_ends_at: Date | null
  hides_prices: Generated<boolean>
  hides_prices_starts_at: Date | null
  hides_prices_ends_at: Date | null
  created_at: Generated<Date>
  version: Generated<number>
  source_hash: Buffer | null
  managed_accounts_until: Date | null
}

export interface MemberIdentifierTable {
  practice_id: string
  member_id: string
  system: string
  value: string
}

export interface MemberTagTable {
  practice_id: string
  member_id: string
  tag_id: string
}

export interface MembershipTable {
  account_id: string
  practice_id: string
  member_id: string
}

export interface NoteTable {
  practice_id: string
  id: string
  patient_id: string
  patient_facts_id: ColumnType<string | null, null | string | bigint | undefined>
  owner_id: string | null
  author_id: string | null
  appointment_id: string | null
  title: Generated<string>
  signed: Generated<boolean>
  version: Generated<number>
  revision: Generated<number>
  written_at: Generated<Date>
  source: string | null
  source_hash: Buffer | null
}

export interface NoteAddendumTable {
  practice_id: string
  note_id: string
  number: number
  text: string
  author_id: string | null
  written_at: Generated<Date>
  version: Generated<number>
}

export interface NoteImportTable {
  practice_id: string
  note_id: string
  version: number
  source: string
  file: string | null
  system: string | null
  imported_by: string | null
  imported_at: Generated<Date | null>
  signed: boolean
  author: string | null
  signer: string | null
  text_hash: Buffer
}

export interface NoteSignatureTable {
  practice_id: string
  note_id: string
  version: number
  signer_id: string | null
  signed_at: Generated<Date>
  text_hash: Buffer
}

export interface NoteVersionTable {
  practice_id: string
  note_id: string
  version: number
  text: string
  author_id: string | null
  saved_at: Generated<Date>
  unlock_reason: string | null
  title: string | null
}

export interface OutboxTable {
  id: Generated<string>
  recipient: string
  subject: string
  body: string
  created_at: Generated<Date>
  attempts: Generated<number>
  next_attempt_at: Generated<Date>
  link: ColumnType<unknown, string | null | undefined>
  ends_at: Generated<Date>
  after_link: Generated<string>
}

export interface PasswordResetTable {
  token_hash: Buffer
  account_id: string
  ends_at: Date
  used_at: Date | null
}

export interface PatientTable {
  practice_id: string
  id: string
  family: string
  given: string
  sort_key: string
  birth_date: string | null
  gender: string | null
  created_by: string | null
  consent_withdrawn: Generated<boolean>
  facts_id: ColumnType<string | null, null | string | bigint | undefined>
  phone: string | null
  email: string | null
  created_at: Generated<Date>
  version: Generated<number>
  source_hash: Buffer | null
  birth_key: string | null
}

export interface PatientFactsTable {
  practice_id: string
  id: ColumnType<string, string | bigint>
  care_team: string[]
  tags: string[]
  locations: string[]
  restricted_to: string[] | null
  clinical_to: string[] | null
  created_by: string | null
  consent_withdrawn: boolean
  digest: Buffer
  stamp: Generated<string>
}

export interface PatientFactsCountTable {
  practice_id: string
  last: ColumnType<string, string | bigint | undefined>
}

export interface PatientIdentifierTable {
  practice_id: string
  system: string
  value: string
  patient_id: string
}

export interface PatientLocationTable {
  practice_id: string
  patient_id: string
  location_id: string
}

export interface PatientTagTable {
  practice_id: string
  patient_id: string
  tag_id: string
}

export interface PatientTokenTable {
  practice_id: string
  token: string
  patient_id: string
  sort_key: string | null
  facts_id: ColumnType<string | null, null | string | bigint | undefined>
}

export interface PolicyEpochTable {
  practice_id: string
  epoch: ColumnType<string, string | bigint | undefined>
  stamp: Generated<string>
}

export interface PracticeTable {
  id: string
  name: string
}

export interface PracticeModuleTable {
  practice_id: string
  module: string
  state: string
}

export interface PracticeSettingsTable {
  practice_id: string
  kind: Generated<string>
  shares_patients: Generated<boolean>
  time_zone: Generated<string>
}

export interface RecordEditTable {
  practice_id: string
  kind: string
  record_id: string
  revision: number
  fields: string[]
  editor_id: string
  acting_for: string | null
  edited_at: Generated<Date>
}

export interface RecordOwnerTable {
  practice_id: string
  patient_id: string
  practitioner_id: string
}

export interface RoleTable {
  practice_id: string
  id: string
  label: string
  fits: string[]
  permissions: string[]
  granters: string[] | null
  tag_limit: string | null
  tag_limit_starts_at: Date | null
  tag_limit_ends_at: Date | null
  hides_prices: Generated<boolean>
  hides_prices_starts_at: Date | null
  hides_prices_ends_at: Date | null
  version: Generated<number>
  copied_from: string | null
}

export interface RoleGrantTable {
  practice_id: string
  id: string
  member_id: string
  role_id: string
  is_located: Generated<boolean>
  is_tagged: Generated<boolean>
  starts_at: Date | null
  ends_at: Date | null
  given_by: string | null
  given_at: Generated<Date>
}

export interface RoleTagTable {
  practice_id: string
  role_id: string
  tag_id: string
}

export interface SeparationTable {
  practice_id: string
  id: Generated<string>
  roles: string[]
  most: number
}

export interface SessionTable {
  practice_id: string
  token_hash: Buffer
  member_id: string
  account_id: string | null
  acting_for: string | null
  id: Generated<string>
  device: Generated<string>
  started_at: Generated<Date>
  last_seen_at: Generated<Date>
  proved_at: Generated<Date>
  ends_at: Date
  incarnation: Generated<string>
}

export interface SetupLinkTable {
  token_hash: Buffer
  ends_at: Date
  used_at: Date | null
}

export interface ShareTable {
  practice_id: string
  id: string
  collaborator_id: string
  invited_by: string
  permissions: string[]
  all_cases: boolean
  consent: boolean
  consent_text: string | null
  consent_version: string | null
  consented_at: Date | null
  accepted: boolean
  starts_at: Date | null
  ends_at: Date | null
}

export interface ShareCaseTable {
  practice_id: string
  share_id: string
  order_id: string
}

export interface TagTable {
  practice_id: string
  id: string
  label: string
  colour: Generated<string>
}

export interface TeamAccessTable {
  practice_id: string
  id: Generated<string>
  member_id: string
  colleague_id: string | null
  section: string | null
  level: string
  starts_at: Date | null
  ends_at: Date | null
}

export interface ThrottleTable {
  key: Buffer
  failures: number
  ends_at: Date
}

export interface VisitedLocationTable {
  practice_id: string
  patient_id: string
  location_id: string
}
