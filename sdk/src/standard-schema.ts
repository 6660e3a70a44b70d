import type { ValidationError } from './generated/validators.ts';
import { isObject } from './is-object.ts';

/** One thing that is wrong with a value. */
export interface Issue {
  readonly message: string;
  /** Where, from the outside in; a field that is missing is where it should be. */
  readonly path?: readonly PropertyKey[];
}

/** A schema as https://standardschema.dev has it: what form, router and RPC libraries take. */
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

type Check = ((value: unknown) => boolean) & { errors?: ValidationError[] | null };

/** A validator as a Standard Schema. */
export const standard = <T>(validator: Check): StandardSchema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'referral-codes',
    validate(input) {
      // Defaults are filled in, and the value is the caller's.
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
