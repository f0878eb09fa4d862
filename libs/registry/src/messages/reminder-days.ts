/**
 * How many days before the end of a term people are reminded of it: of `7,project_start=30` thirty for that kind and
 * seven for all others. Nought is never.
 */
export function daysBefore(setting: string, kind: string): number {
  const parts = setting.split(',').map((part) => part.split('='));
  const own = parts.find(([name, days]) => days !== undefined && name === kind)?.[1];
  const all = parts.find(([, days]) => days === undefined)?.[0];
  return Number(own ?? all ?? 7);
}
