import type { ReferralCodesError } from './errors.ts';

interface Rule {
  readonly when: (error: ReferralCodesError) => boolean;
  readonly hint: string;
}

/** The text of the body, and the code of the error of Node behind a network error. */
const textOf = ({ body }: ReferralCodesError): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''));
const codeOf = (error: ReferralCodesError): unknown => Object(Object(Object(error.cause).cause)).code;

/** Whether a page sent the request to another origin than its own. */
const isCrossOrigin = ({ url }: ReferralCodesError): boolean =>
  !!globalThis.location && !!url && new URL(url).origin !== globalThis.location.origin;

const rules: readonly Rule[] = [
  {
    when: (error) => !!error.status && /^\s*</.test(textOf(error)),
    hint: 'The answer is a web page, so another server than the API has probably sent it. The fallback of a dev server answers so: give it a proxy to the API, or give the client a baseUrl.',
  },
  {
    when: ({ status, kind }) => kind === 'unexpected-status' && status !== undefined && status < 400 && status !== 304,
    hint: 'The answer is a redirect, which the client does not follow. Give the client the URL to which it leads as baseUrl: http or https, with or without www, and no slash at the end.',
  },
  {
    when: (error) => error.status === 404 && !error.slug && textOf(error).includes('path-not-found'),
    hint: 'The server has no such path. The baseUrl must be origin and mount path of the API, and the path of the operation follows it. Usually that is …/api/v1/referral-code-records twice; behind a gateway that removes the mount path, the baseUrl is its origin only.',
  },
  {
    when: (error) => error.status === 404 && !error.slug,
    hint: 'Check that baseUrl has the mount path of the API: https://example.org/api/v1/referral-code-records.',
  },
  {
    when: (error) => codeOf(error) === 'ECONNREFUSED',
    hint: 'Nothing listens at this host and port. Is the server running? The mock is started with `npx referral-codes-mock`. A server that listens at ::1 only does not answer at 127.0.0.1.',
  },
  {
    when: (error) => codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'EAI_AGAIN',
    hint: 'The host is not known. Check the spelling of baseUrl, and the network.',
  },
  {
    when: (error) => error.kind === 'network' && isCrossOrigin(error),
    hint: 'The page asks another origin, which may not allow it (CORS); the network panel of the browser says so. The server must answer with Access-Control-Allow-Origin, also to OPTIONS, or the page must use a proxy of its own origin.',
  },
  {
    when: ({ status }) => status === 401 || status === 403,
    hint: 'The server, or a gateway in front of it, asks for credentials. Give the client `headers`, or see `fetchWithHooks` for tokens.',
  },
];

/**
 * What is probably the reason of an error, and what to do; undefined if nothing common fits. For developers: log it beside
 * `error.message`.
 *
 * @example
 * ```ts
 * console.error(error.message, hintFor(error));
 * ```
 */
export function hintFor(error: ReferralCodesError): string | undefined {
  const reason = error.kind === 'outcome-unknown' && error.cause ? (error.cause as ReferralCodesError) : error;
  return rules.find(({ when }) => when(reason))?.hint;
}
