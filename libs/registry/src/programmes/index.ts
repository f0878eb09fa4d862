export * from './activity-queries.js';
export { activityKinds, type ChangeActivityInput, type RecordActivityInput } from './activity-store.js';
export * from './add-aim.js';
export * from './add-line.js';
export * from './create-programme.js';
export * from './programme-queries.js';
export type {
  AddLineInput,
  AddPolicyObjectiveInput,
  AddTargetGroupInput,
  ChangeLineInput,
  ChangeProgrammeInput,
  CreateProgrammeInput,
} from './programme-store.js';
export * from './record-activity.js';
