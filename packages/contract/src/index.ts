export type { AboutPatient } from './about-patient.ts'
export type { Announcements } from './announcements.ts'
export {
  type Appointment,
  type AppointmentInFull,
  type BusySlot,
  type Calendar,
  type Calendars,
  longestAppointment,
  longestRange,
  type SavedAppointment,
} from './appointments.ts'
export type { AuditEntry, AuditPage, AuditVerification } from './audit.ts'
export { type Budget, type BudgetId, budgets } from './budgets.ts'
export type { ImportReport } from './import.ts'
export type { ChangedMeanwhile, Edit } from './meanwhile.ts'
export type { ImportedText, Note, NoteEntry, NotePage, NoteVersion, SavedNote } from './notes.ts'
export type { OpenAct } from './open-act.ts'
export {
  type Effect,
  type Ending,
  type Endings,
  type Input,
  isStream,
  type Needs,
  type Operation,
  permissionsFor,
  type Stream,
  stream,
  type UploadedFile,
} from './operation.ts'
export { type OperationId, type Operations, operations } from './operations.ts'
export type {
  CareTeam,
  Duplicate,
  Patient,
  PatientCount,
  PatientPage,
  Restricted,
  SavedPatient,
  WholePatient,
} from './patients.ts'
export type {
  HeldRole,
  Limits,
  ListedMember,
  Me,
  MemberAccess,
  Members,
  Named,
  People,
  Person,
  SpanText,
  TeamAccess,
  WholeMember,
} from './people.ts'
export type { Location, Practice, PracticeModules, Tag, TagUse } from './practice.ts'
export { type Problem, problem } from './problem.ts'
export type { RoleMatrix, RolePreview, RoleView } from './roles.ts'
export type {
  Answer,
  DownloadRoute,
  JsonRoute,
  Refusal,
  Route,
  RouteInput,
  UploadRoute,
} from './route.ts'
export type { Entrance, OwnSessions, PasswordStrength, PracticeChoice } from './signin.ts'
export type { JobTitleRecommendation } from './team.ts'
export type { WhoCan, Why } from './why.ts'
