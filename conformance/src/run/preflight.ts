import { mounts, operations } from '@referral-codes/sdk/contract';
import { CannotJudge, TransportError } from '../errors.ts';
import { Transport, type TransportOptions } from '../http/transport.ts';
import { is2xx, isObject, type ReceivedResponse, summary } from '../message/exchange.ts';

/** The answer of a list, good or bad, as opposed to that of something else altogether. */
const looksLikeAList = (answer: ReceivedResponse): boolean =>
  is2xx(answer) &&
  (Array.isArray(answer.json) || (isObject(answer.json) && ('data' in answer.json || 'pagination' in answer.json)));

/** A list that is refused or fails is still one: the rules say what is wrong with it. */
const isThisApi = (answer: ReceivedResponse): boolean =>
  looksLikeAList(answer) || [401, 403, 429, 500].includes(answer.status);

/**
 * Sees that the API is there before anything is written.
 * Throws CannotJudge if nothing answers, if something else does, or if the API lives under another mount, which it names.
 */
export async function preflight(options: TransportOptions): Promise<void> {
  const list = (url: string): Promise<ReceivedResponse> =>
    new Transport({ ...options, url }).send({ method: 'GET', path: operations.listRecords.path }, () => {});
  let answer: ReceivedResponse;
  try {
    answer = await list(options.url);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new CannotJudge(`${error.message}. Is the server running, and is this its server URL?`);
  }
  if (isThisApi(answer)) return;
  for (const url of otherUrls(options.url)) {
    const other = await list(url).catch(() => undefined);
    if (other && looksLikeAList(other))
      throw new CannotJudge(
        `${options.url} is not the server URL: the API answers under ${url || '/'}. Give that one.`,
      );
  }
  throw new CannotJudge(
    `this is not the referral-code-records API: ${answer.exchange.url} answered ${summary(answer)}`,
  );
}

/** The server URLs that may have been meant: the same place with each mount, whatever part of the paths was written too. */
function otherUrls(url: string): string[] {
  const parts = [operations.listRecords.path, ...mounts].filter((part) => part !== '');
  let root = url;
  for (let part = ''; part !== undefined; part = parts.find((one) => root.endsWith(one)) as string)
    root = root.slice(0, root.length - part.length);
  return [...new Set(mounts.map((mount) => root + mount))].filter((other) => other !== url);
}
