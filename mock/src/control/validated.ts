import type { ValidationError, Validator } from '@referral-codes/sdk/contract';
import { didYouMean } from '../message/suggest.ts';

/** Thrown for a request that does not match `control.yaml`; `message` says where, and what is allowed. */
export class ControlRequestError extends Error {
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, detail: string) {
    super(detail);
    this.status = status;
  }
}

/**
 * Returns the value if it is valid.
 * @param describe turns the path to an invalid part, such as `records/0/id`, into the subject of the error message.
 * @throws {ControlRequestError} with status 400 if it is not valid.
 */
export function validated<T>(validator: Validator<T>, value: unknown, describe: (path: string) => string): T {
  if (validator(value)) return value;
  const [error] = validator.errors as DetailedError[];
  if (!error) throw new Error('a validator rejected a value without an error');
  throw new ControlRequestError(400, `${describe(pathOf(error))} ${messageOf(error)}.`);
}

/** Ajv's error with `verbose`, which the generator sets for the control API. */
interface DetailedError extends ValidationError {
  readonly data?: unknown;
  /** The schema that the value does not match. */
  readonly parentSchema: { readonly description?: string; readonly properties?: object };
}

/** The path to the invalid part, such as `records/0/id`. */
function pathOf({ instancePath, params }: DetailedError): string {
  const tokens = instancePath.split('/').slice(1);
  const property = params.additionalProperty ?? params.missingProperty;
  // An error of dependentRequired names a missing property too, but it is about the whole object.
  if (property !== undefined && !('property' in params)) tokens.push(String(property));
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).join('/');
}

function messageOf({ keyword, params, message, parentSchema, data }: DetailedError): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') {
    const choices = params.allowedValues as string[];
    return `must be one of ${choices.join(', ')}${didYouMean(data, choices)}`;
  }
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema.properties ?? {});
    const allowed = known.length === 0 ? 'none is' : `allowed is ${known.join(', ')}`;
    return `is not allowed; ${allowed}${didYouMean(params.additionalProperty, known)}`;
  }
  const { description } = parentSchema;
  return description ? `${message} (${description.replace(/\.$/, '')})` : `${message}`;
}
