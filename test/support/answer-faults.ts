/** A schema of the API document, as far as answers are checked. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
interface Answer {
  readonly $ref?: string;
  readonly headers?: object;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
/** The API document, as far as answers are checked. */
export interface ApiDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>>
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
};

/** What an answer does that the document does not say of it; a field that is not described is a fault too. */
export function answerFaults(
  document: ApiDocument,
  method: string,
  url: string,
  status: number,
  body: unknown,
): string[] {
  const [path = ''] = url.replace(/^\/v1/, '').split('?');
  const operation = operationAt(document, method.toLowerCase(), path);
  if (!operation) return [];
  const described = operation.responses[String(status)];
  if (!described) return [`${method} ${path} answers with ${status}, which is not described`];
  const answer = described.$ref === undefined ? described : document.components.responses[last(described.$ref)];
  const [schema] = Object.values(answer?.content ?? {}).map((each) => each.schema);
  if (!schema) return body === null ? [] : [`${method} ${path} answers with a body that is not described`];
  return schemaFaults(document, schema, body, `${method} ${path} ${status}: `);
}

function operationAt({ paths }: ApiDocument, method: string, path: string) {
  const fits = ([template]: readonly [string, unknown]) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const found = Object.entries(paths).filter(fits);
  // A path without parameters is told apart from one with them.
  return (found.find(([template]) => template === path) ?? found[0])?.[1][method];
}

const last = (ref: string) => ref.split('/').at(-1) ?? '';
const typeOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

function schemaFaults(document: ApiDocument, schema: Schema, value: unknown, at: string): string[] {
  const { $ref, allOf, anyOf } = schema;
  if ($ref !== undefined) return schemaFaults(document, document.components.schemas[last($ref)] ?? {}, value, at);
  if (allOf) return allOf.flatMap((each) => schemaFaults(document, each, value, at));
  if (anyOf) {
    const faults = anyOf.map((each) => schemaFaults(document, each, value, at));
    return faults.find((each) => each.length === 0) ?? faults[0] ?? [];
  }
  const type = typeOf(value);
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    return [`${at} is ${type}, not ${types.join(' or ')}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}, not in its list`];
  if (typeof value === 'string')
    return isText(schema, value) ? [] : [`${at} is ${JSON.stringify(value)}, which does not fit`];
  if (typeof value === 'number')
    return value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value)
      ? []
      : [`${at} is ${value}, out of bounds`];
  if (Array.isArray(value)) {
    const tooMany = value.length > (schema.maxItems ?? Infinity) ? [`${at} has ${value.length} entries`] : [];
    return [
      ...tooMany,
      ...value.flatMap((each, place) => schemaFaults(document, schema.items ?? {}, each, `${at}/${place}`)),
    ];
  }
  if (type !== 'object' || !schema.properties) return [];
  const fields = Object.entries(value as object);
  const missing = (schema.required ?? []).filter((name) => fields.every(([field]) => field !== name));
  return [
    ...missing.map((name) => `${at}/${name} is missing`),
    ...fields.flatMap(([name, each]) => {
      const field = schema.properties?.[name];
      return field ? schemaFaults(document, field, each, `${at}/${name}`) : [`${at}/${name} is not described`];
    }),
  ];
}

function isText({ pattern, format = '', minLength = 0, maxLength = Infinity }: Schema, value: string): boolean {
  const length = value.length >= minLength && value.length <= maxLength;
  return (
    length && (pattern === undefined || new RegExp(pattern, 'u').test(value)) && (formats[format]?.test(value) ?? true)
  );
}
