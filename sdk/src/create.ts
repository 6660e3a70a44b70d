import type { Success } from './answer.ts';
import { isProblem, outcomeUnknown, type ReferralCodesError } from './errors.ts';
import type { FindByCodeQuery, NewCode, ReferralCodeRecord } from './generated/client.ts';
import { show } from './request.ts';
import { type Journey, pause, sleep } from './retry.ts';

/**
 * Creates, and finds out what became of it when the answer was lost: the record is returned if the server has it, sent
 * again only if the server says it does not, and reported as `outcome-unknown` if neither can be told.
 */
export async function createOnce(
  journey: Journey,
  create: () => Promise<Success>,
  find: (query: FindByCodeQuery) => Promise<Success>,
): Promise<Success> {
  const { code, mentor_id, org_id }: NewCode = JSON.parse(journey.body!);
  for (let failures = 0; ; failures++) {
    let lost: ReferralCodesError;
    try {
      return await create();
    } catch (error) {
      lost = error as ReferralCodesError;
    }
    // Once an answer was lost, a conflict may be with the very record that it was about.
    const conflict = failures > 0 && lost.kind === 'problem' && lost.status === 409;
    if (!conflict && !mayBeStored(lost)) throw lost;
    const found = await find({ code }).catch((error) => {
      if (isProblem(error, 'code-not-found')) return undefined;
      throw error.kind === 'aborted' ? error : unknown(lost, 'find the code before you create it again', error);
    });
    const record = found?.value as ReferralCodeRecord | undefined;
    const ours = record?.mentor_id === mentor_id && record.org_id === org_id;
    if (found && ours && record.status === 'active') return found;
    if (conflict && !ours) throw lost;
    if (record)
      throw unknown(
        lost,
        `the code is that of the record ${show(record.id)}, ${show(record.status)}: look at it first`,
      );
    const delay = pause(journey, failures, lost.response);
    if (delay === undefined) throw unknown(lost, 'it was not found just now: find the code before you create it again');
    await sleep(journey, delay);
  }
}

/** Whether the server may have stored the record all the same: there was no whole answer, or not one of the contract's. */
function mayBeStored({ kind, status = 0 }: ReferralCodesError): boolean {
  if (kind === 'unexpected-status') return status < 400 || status === 408 || status >= 500;
  return kind === 'network' || kind === 'timeout' || kind === 'malformed-body';
}

const unknown = (lost: ReferralCodesError, advice: string, cause: unknown = lost) =>
  outcomeUnknown(`whether the record was created is not known; ${advice}`, lost, false, cause);
