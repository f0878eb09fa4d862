import { csv } from './csv.js';
import { json, ndjson } from './json.js';
import { xlsx } from './xlsx.js';

/** The formats of every report. */
export const formats = [csv, xlsx, json, ndjson] as const;
