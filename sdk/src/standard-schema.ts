import type { ValidationError } from './generated/validators.ts';
import { isObject } from './is-object.ts';
import { messageOf } from './messages.ts';

/** One reason why a value does not match its schema. There is one for each field. */
export interface Issue {
  /** A sentence for people, in English. */
  readonly message: string;
  /** The keys that lead to the place in the value. For a missing field, they lead to where it should be. */
  readonly path?: readonly PropertyKey[];
  /** The keyword of JSON Schema that does not hold: `required`, `pattern`, `maxLength`, … */
  readonly keyword: string;
  /** What the keyword demands, as Ajv reports it: `{ limit: 64 }`. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A schema in the format of https://standardschema.dev, which form, router and RPC libraries accept. */
export interface StandardSchema<T> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'referral-codes';
    readonly validate: (
      value: unknown,
    ) => { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: T; readonly output: T };
  };
}

/** A Standard Schema of any library, as far as the client uses it. */
export interface AnySchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => AnySchemaResult | Promise<AnySchemaResult>;
  };
}

interface AnySchemaResult {
  readonly issues?:
    | readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[]
    | undefined;
}

type Check = ((value: unknown) => boolean) & { errors?: ValidationError[] | null };

/** Wraps a generated validator in a Standard Schema. */
export const standard = <T>(validator: Check): StandardSchema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'referral-codes',
    validate(input) {
      // The validator fills in defaults, and must not change the caller's object.
      const value: unknown = isObject(input) ? { ...input } : input;
      return validator(value) ? { value: value as T } : { issues: issuesOf(validator.errors ?? []) };
    },
  },
});

/**
 * The same schema with other messages, for example in another language.
 *
 * @param message Returns the message of an issue, or undefined to leave it as it is.
 * @example
 * ```ts
 * const schema = withMessages(NewCode, ({ keyword }) => (keyword === 'required' ? 'Pflichtfeld' : undefined));
 * ```
 */
export const withMessages = <T>(
  schema: StandardSchema<T>,
  message: (issue: Issue) => string | undefined,
): StandardSchema<T> => ({
  '~standard': {
    ...schema['~standard'],
    validate(input) {
      const result = schema['~standard'].validate(input);
      if (!result.issues) return result;
      return { issues: result.issues.map((issue) => ({ ...issue, message: message(issue) ?? issue.message })) };
    },
  },
});

/** One issue for each place: the first that the validator reports, which is the most fundamental. */
function issuesOf(errors: ValidationError[]): Issue[] {
  const issues = new Map<string, Issue>();
  for (const error of errors) {
    const issue = issueOf(error);
    const place = JSON.stringify(issue.path);
    if (!issues.has(place)) issues.set(place, issue);
  }
  return [...issues.values()];
}

function issueOf({ instancePath, keyword, params }: ValidationError): Issue {
  const field = params.missingProperty ?? params.additionalProperty;
  const path = instancePath
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : unescaped(key)));
  return {
    message: messageOf(keyword, params),
    path: field === undefined ? path : [...path, field as string],
    keyword,
    params,
  };
}

const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
