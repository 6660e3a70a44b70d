/** Who may use the control API. */
export interface GuardOptions {
  /** The host that the mock listens on. A request may have it in its Host header. */
  host: string;
  /** The bearer token that requests must carry; undefined if they need none. */
  token: string | undefined;
}

/** Returns why a request may not use the control API; undefined if it may. */
export function forbiddenReason(
  request: Request,
  { host, token }: GuardOptions,
): { status: 401 | 403; detail: string } | undefined {
  const url = new URL(request.url);
  // With DNS rebinding, a page makes its own host name resolve to this address; its requests still carry that name.
  if (!isKnownHost(url.hostname, host))
    return {
      status: 403,
      detail: `The control API does not respond to the host ${url.hostname}; use the IP address of the mock, or localhost.`,
    };
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== url.origin)
    return { status: 403, detail: `Pages of ${origin} may not use the control API.` };
  // Browsers send no Origin for images and the like. Another port of localhost is the same site, but another origin.
  const site = request.headers.get('sec-fetch-site') ?? 'none';
  if (site !== 'none' && site !== 'same-origin')
    return { status: 403, detail: 'Pages of another origin may not use the control API.' };
  if (token !== undefined && !sameText(request.headers.get('authorization') ?? '', `Bearer ${token}`))
    return { status: 401, detail: 'Send the token that was printed at start: Authorization: Bearer <token>' };
  return undefined;
}

/** Whether only this machine can reach a host. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** DNS rebinding needs a host name of the attacker, so an IP address and localhost are safe. */
const isKnownHost = (name: string, host: string): boolean =>
  name === host || name === 'localhost' || name.endsWith('.localhost') || /^(\d+(\.\d+){3}|\[.*\])$/.test(name);

/** Compares two texts in a time that does not depend on where they differ, so that a token cannot be guessed step by step. */
function sameText(a: string, b: string): boolean {
  let differences = a.length ^ b.length;
  for (let index = 0; index < b.length; index++) differences |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return differences === 0;
}
