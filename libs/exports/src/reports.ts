import { honouringReport } from './honouring/honouring-report.js';
import { projectsReport } from './projects/projects-report.js';
import { realisationsReport } from './realisations/realisations-report.js';
import type { Report } from './report.js';

/** Every report of the registry. */
export const reports: readonly Report[] = [projectsReport, honouringReport, realisationsReport];
