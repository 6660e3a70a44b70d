import type { ValidationError } from './generated/validators.ts';
import { isObject } from './is-object.ts';

/** One reason why a value does not match its schema. */
export interface Issue {
  readonly message: string;
  /** The keys that lead to the place in the value. For a missing field, they lead to where it should be. */
  readonly path?: readonly PropertyKey[];
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
      return validator(value) ? { value: value as T } : { issues: (validator.errors ?? []).map(issue) };
    },
  },
});

function issue({ instancePath, params, message = 'is invalid' }: ValidationError): Issue {
  const field = params.missingProperty ?? params.additionalProperty;
  const path = instancePath
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : unescaped(key)));
  return { message, path: field === undefined ? path : [...path, field as string] };
}

const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
