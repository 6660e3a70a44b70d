import { isObject } from './is-object.ts';
import type { OperationSchemas, ResponseSchemas } from './options.ts';
import { callHook } from './report.ts';
import { malformed, responseOf } from './response.ts';

/**
 * Makes the option `schemas` of a client from schemas for the bodies of successes: those of this package, or Standard
 * Schemas of any other library. Operations without one are not checked.
 *
 * @example
 * ```ts
 * const codes = createReferralCodes({ schemas: responseSchemas({ getRecord: ReferralCodeRecord }), validate: 'throw' });
 * ```
 */
export const responseSchemas = <S extends OperationSchemas>(schemas: S): S & ResponseSchemas => ({
  ...schemas,
  async '~check'(request, value) {
    const { operation, validate, onInvalid } = request;
    const schema = operation === 'request' ? undefined : (this as OperationSchemas)[operation];
    const { issues } = (await schema?.['~standard'].validate(value)) ?? {};
    if (!issues) return;
    const [first] = issues;
    const path = first?.path?.map((key) => (isObject(key) ? key.key : key)).join('/');
    const message = `schema mismatch: ${path} ${first?.message}`;
    const error = malformed(request, responseOf(value) as Response, value, message, issues);
    if (validate === 'throw') throw error;
    void callHook(onInvalid, error);
  },
});
