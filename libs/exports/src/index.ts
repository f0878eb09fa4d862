export { formats } from './formats/formats.js';
export type { Column, Report } from './report.js';
export { reports } from './reports.js';
export { exportToFile } from './runs/export-to-file.js';
export { planRerun, planRun, type PlannedRun, type ReportRequest } from './runs/plan-run.js';
export { findRun, type ReportRun } from './runs/run-store.js';
export {
  copyStatement,
  RerunDiffers,
  runSettings,
  writeRun,
  type Databases,
  type WrittenRun,
} from './runs/write-run.js';
