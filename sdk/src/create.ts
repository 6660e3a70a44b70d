import { isProblem, outcomeUnknown, type ReferralCodesError } from './errors.ts';
import type { FindByCodeQuery, NewCode, ReferralCodeRecord } from './generated/client.ts';
import { quote } from './request.ts';
import { failed, type Success } from './response.ts';
import { type PreparedRequest, retryDelay } from './retry.ts';
import { sleep } from './time-limit.ts';

/**
 * Creates a record at most once. If the response to a create is lost, the code is looked up: a matching active record that
 * was created since the call began is the result; only if the server says that the code does not exist is the create sent
 * again. A create that cannot have been sent is sent again without a look-up.
 *
 * @throws {ReferralCodesError} `outcome-unknown` if neither can be established; otherwise the error of the create.
 */
export async function createOnce(
  request: PreparedRequest,
  create: () => Promise<Success>,
  find: (query: FindByCodeQuery) => Promise<Success>,
): Promise<Success> {
  const wanted: NewCode = JSON.parse(request.body ?? '');
  let sent = false;
  for (let failures = 0; ; failures++) {
    const created = await create().catch(failed);
    if (created.ok) return created;
    const lost = created.error;
    // After a lost response, a conflict may be with the very record that the earlier attempt created.
    const conflict = sent && lost.kind === 'problem' && lost.status === 409;
    if (!conflict && !mayBeStored(lost)) throw lost;
    sent ||= !isUnsent(lost);
    if (sent) {
      const found = await find({ code: wanted.code }).catch(failed);
      if (found.ok) return recovered(request, wanted, found, lost, conflict);
      if (found.error.kind === 'aborted') throw found.error;
      if (!isProblem(found.error, 'code-not-found')) throw unknown(lost, LOOK_UP, found.error);
    }
    const delay = retryDelay(request, failures, lost.response);
    if (delay === undefined) throw sent ? unknown(lost, LOOK_UP) : lost;
    await sleep(request, delay);
  }
}

/** The result of a create whose code was found, if the record can only be the one that this call created. */
function recovered(
  { progress }: PreparedRequest,
  { mentor_id, org_id }: NewCode,
  found: Success,
  lost: ReferralCodesError,
  conflict: boolean,
): Success {
  const record = found.value as ReferralCodeRecord;
  // The server's own clock, as far as a page may read it. It may show whole seconds, like the time of the record.
  const now = Date.parse(`${found.response.headers.get('date')}`) || Date.now();
  const created = typeof record.created_at === 'string' ? Date.parse(record.created_at) : NaN;
  const isNew = created >= now - 1000 - (performance.now() - progress.started);
  const ours = record.mentor_id === mentor_id && record.org_id === org_id && isNew;
  if (ours && record.status === 'active') return Object.assign(found, { recovered: true });
  if (conflict && !ours) throw lost;
  const [id, status, createdAt] = [record.id, record.status, record.created_at].map(quote);
  throw unknown(lost, `the code belongs to the record ${id}, ${status}, created at ${createdAt}`);
}

const LOOK_UP = 'look up the code before creating it again';

/** Tells whether the server may have stored the record although the create failed. */
const mayBeStored = ({ kind, status = 0 }: ReferralCodesError): boolean =>
  kind !== 'aborted' && (status < 400 || status === 408 || status >= 500);

/** Tells whether there was no connection on which the request could have been sent. Pages do not tell; Node does. */
const isUnsent = ({ cause }: ReferralCodesError): boolean =>
  NOT_CONNECTED.includes((cause as { cause?: { code?: unknown } } | undefined)?.cause?.code);

const NOT_CONNECTED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

const unknown = (lost: ReferralCodesError, advice: string, lookup?: ReferralCodesError) =>
  outcomeUnknown(`the record may have been created: ${advice}`, lost, false, lookup);
