import { isReferralCodesError, type ReferralCodesError } from './errors.ts';

/**
 * Iterates over a list as `codes.safe` resolves: each value as `{ ok: true, value }`, and an error of this package as the
 * last result, instead of throwing it.
 *
 * @param values A list, or its `pages()`.
 * @throws {unknown} Any other error.
 * @example
 * ```ts
 * for await (const result of resultsOf(codes.listRecords())) if (result.ok) console.log(result.value.code);
 * ```
 */
export async function* resultsOf<T>(
  values: AsyncIterable<T>,
): AsyncGenerator<
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ReferralCodesError<'invalid-request'> }
> {
  try {
    for await (const value of values) yield { ok: true, value };
  } catch (error) {
    if (!isReferralCodesError(error)) throw error;
    yield { ok: false, error: error as ReferralCodesError<'invalid-request'> };
  }
}
