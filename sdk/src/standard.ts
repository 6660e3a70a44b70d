import type { ValidationError, Validator } from './generated/validators.ts';

/** A schema as every form and query library takes it (standardschema.dev, version 1). */
export interface StandardSchema<T> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'referral-codes';
    /** The value, with defaults filled in, or what is wrong with it. It is not changed. */
    readonly validate: (value: unknown) => { readonly value: T } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: T; readonly output: T };
  };
}

/** One thing that is wrong with a value. */
export interface Issue {
  readonly message: string;
  /** The keys that lead to it. */
  readonly path: readonly string[];
}

/** A validator as a Standard Schema. */
export const standard = <T>(validator: Validator<unknown>): StandardSchema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'referral-codes',
    validate(value) {
      // Defaults are written into what is validated.
      const copy = typeof value === 'object' && value && !Array.isArray(value) ? { ...value } : value;
      return validator(copy) ? { value: copy as T } : { issues: (validator.errors ?? []).map(issue) };
    },
  },
});

function issue({ instancePath, params, message = 'is not valid' }: ValidationError): Issue {
  const keys = instancePath.split('/').slice(1);
  const absent = params.missingProperty ?? params.additionalProperty;
  if (typeof absent === 'string') return { message, path: [...keys.map(unescaped), absent] };
  return { message, path: keys.map(unescaped) };
}

const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
