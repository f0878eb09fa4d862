type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Writes `nullable`, which Nest's Swagger knows from OpenAPI 3.0, as 3.1 has it: null is a type. */
export function withNullTypes<T>(document: T): T {
  return rewritten(document as Json) as T;
}

function rewritten(value: Json): Json {
  if (Array.isArray(value)) return value.map(rewritten);
  if (value === null || typeof value !== 'object') return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rewritten(each)]));
  if (all['nullable'] !== true) return all;
  return orNull(Object.fromEntries(Object.entries(all).filter(([key]) => key !== 'nullable')));
}

/** The schema, or null. What it says of the field stays beside the two. */
function orNull({ allOf, $ref, type, ...rest }: { [key: string]: Json }): Json {
  if (typeof type !== 'string') {
    const either = $ref === undefined ? (allOf as Json[]) : [{ $ref }];
    return { ...rest, anyOf: [...either, { type: 'null' }] };
  }
  return { ...rest, type: [type, 'null'], ...(Array.isArray(rest['enum']) ? { enum: [...rest['enum'], null] } : {}) };
}
