import { formatMoney, isCalendarDate, parseMoney, SAYS_SOMETHING } from '@grants/domain';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/** What the decorators of fields share: what the field means, an example, whether it may be left out, or be null. */
export interface FieldOptions {
  readonly about: string;
  readonly example?: unknown;
  readonly optional?: boolean;
  /** Null is a value of it: not known, or emptied by a change. */
  readonly nullable?: boolean;
}

const shown = ({ about, example, optional, nullable }: FieldOptions, more: ApiPropertyOptions = {}) =>
  ApiProperty({
    description: about,
    required: !optional,
    ...(nullable ? { nullable } : {}),
    ...(example === undefined ? {} : { example }),
    ...more,
  } as ApiPropertyOptions);

function presence({ optional, nullable }: FieldOptions): PropertyDecorator[] {
  if (optional && nullable) return [IsOptional()];
  if (optional) return [ValidateIf((_, value) => value !== undefined)];
  return nullable ? [ValidateIf((_, value) => value !== null)] : [];
}

/** A text of some length that says something. */
export function Text(options: FieldOptions & { max?: number }): PropertyDecorator {
  const max = options.max ?? 500;
  return applyDecorators(
    shown(options, { type: String, maxLength: max, minLength: 1, pattern: SAYS_SOMETHING.source }),
    ...presence(options),
    IsString({ message: 'must be a text' }),
    Matches(SAYS_SOMETHING, { message: 'must not be empty or blank' }),
    MaxLength(max, { message: `must have at most ${max} characters` }),
  );
}

/** A text of a certain form. */
export function Formed(options: FieldOptions & { form: RegExp; says: string }): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: String, pattern: options.form.source }),
    ...presence(options),
    IsString({ message: 'must be a text' }),
    Matches(options.form, { message: options.says }),
  );
}

/** The reference of another record. */
export function Reference(options: FieldOptions): PropertyDecorator {
  return Formed({ ...options, form: /^[A-Z0-9][A-Z0-9-]{1,99}$/, says: 'must be a reference such as ZONMW-2017-VIMP' });
}

/** A code of capitals and digits, short enough that every reference that is made from it can be one. */
export function Code(options: FieldOptions & { example: string }): PropertyDecorator {
  return Formed({
    ...options,
    form: /^(?=.{1,32}$)[A-Z0-9]+(-[A-Z0-9]+)*$/,
    says: `must be at most 32 capital letters and digits, with single hyphens between, such as ${options.example}`,
  });
}

/** One of a list of codes. */
export function OneOf(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: String, enum: [...values] }),
    ...presence(options),
    IsIn(values, { message: `must be one of ${values.join(', ')}` }),
  );
}

/** A whole number between bounds. */
export function WholeNumber(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max } = options;
  return applyDecorators(
    shown(options, { type: 'integer', minimum: min, maximum: max }),
    ...presence(options),
    IsInt({ message: `must be a whole number from ${min} to ${max}` }),
    Min(min, { message: `must be at least ${min}` }),
    Max(max, { message: `must be at most ${max}` }),
  );
}

/** Yes or no. */
export function YesNo(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: Boolean }),
    ...presence(options),
    IsBoolean({ message: 'must be true or false' }),
  );
}

/** An exact amount in euro, as a decimal string. */
export function Amount(options: FieldOptions): PropertyDecorator {
  const example = options.example ?? formatMoney(1_250_000n);
  return applyDecorators(
    shown({ ...options, example }, { type: String, pattern: String.raw`^\d{1,12}(\.\d{1,2})?$` }),
    ...presence(options),
    ValidateBy({
      name: 'amount',
      validator: {
        validate: (value) => typeof value === 'string' && (parseMoney(value) ?? -1n) >= 0n,
        defaultMessage: () =>
          'must be a decimal text such as "12500.00": not negative, at most two decimals, below 1000000000000',
      },
    }),
  );
}

/** Years that the calendar of people and the database share: what lies outside is a slip of the pen. */
const isInReach = (text: string) => /^[12]\d{3}-/.test(text);

/** A calendar date. */
export function DateOnly(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown({ example: '2026-11-22', ...options }, { type: String, format: 'date' }),
    ...presence(options),
    ValidateBy({
      name: 'date',
      validator: {
        validate: (value) => typeof value === 'string' && isInReach(value) && isCalendarDate(value),
        defaultMessage: () => 'must be a date that exists, of the years 1000 to 2999, such as "2026-11-22"',
      },
    }),
  );
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T(?!24)\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/;

/** A moment with its offset. */
export function Moment(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown({ example: '2026-11-22T13:00:00Z', ...options }, { type: String, format: 'date-time' }),
    ...presence(options),
    ValidateBy({
      name: 'moment',
      validator: {
        validate: (value) =>
          typeof value === 'string' &&
          MOMENT.test(value) &&
          isInReach(value) &&
          isCalendarDate(value.slice(0, 10)) &&
          !Number.isNaN(Date.parse(value)),
        defaultMessage: () =>
          'must be a moment with its offset, of the years 1000 to 2999, such as "2026-11-22T14:00:00+01:00"',
      },
    }),
  );
}

/** A list of texts of one form. */
export function ListOfReferences(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: String, isArray: true, maxItems: 100 }),
    ...presence(options),
    IsArray({ message: 'must be a list' }),
    ArrayMaxSize(100, { message: 'must have at most 100 entries' }),
    Matches(/^[A-Z0-9][A-Z0-9-]{1,99}$/, { each: true, message: 'each must be a reference' }),
  );
}

/** A list of texts; what each has to be, another decorator says. */
export function TextList(options: FieldOptions & { max: number }): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: String, isArray: true, maxItems: options.max }),
    ...presence(options),
    IsArray({ message: 'must be a list' }),
    ArrayMaxSize(options.max, { message: `must have at most ${options.max} entries` }),
  );
}

/** A list of parts, each checked. */
export function ListOf(part: () => new () => object, options: FieldOptions & { max?: number }): PropertyDecorator {
  const max = options.max ?? 200;
  return applyDecorators(
    shown(options, { type: part(), isArray: true, maxItems: max }),
    ...presence(options),
    IsArray({ message: 'must be a list' }),
    ArrayMaxSize(max, { message: `must have at most ${max} entries` }),
    ValidateNested({ each: true }),
    Type(part),
  );
}

/** A part with fields of its own. */
export function Part(part: () => new () => object, options: FieldOptions): PropertyDecorator {
  return applyDecorators(shown(options, { type: part() }), ...presence(options), ValidateNested(), Type(part));
}

/** A list of codes. */
export function ListOfCodes(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shown(options, { type: String, isArray: true, enum: [...values] }),
    ...presence(options),
    IsArray({ message: 'must be a list' }),
    IsIn(values, { each: true, message: `each must be one of ${values.join(', ')}` }),
  );
}

/** The day from which a change holds. */
export function EffectiveOn(): PropertyDecorator {
  return DateOnly({
    about: 'The first day on which it is so, where that is not today; reports of earlier days keep what was so before',
    optional: true,
    example: '2026-01-01',
  });
}

/** The version of a record, which is also its ETag. */
export function Version(): PropertyDecorator {
  return WholeNumber({ about: 'The version; also the ETag', min: 1, max: 2_147_483_647, example: 1 });
}

/** An identifier of the Research Organization Registry; its check digits are checked by the registry. */
export function Ror(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  return Formed({
    about: 'Its identifier in the Research Organization Registry (ROR), without the address',
    form: /^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/,
    says: 'must be a ROR identifier such as 04jsz6e67',
    example: '04jsz6e67',
    ...options,
  });
}
