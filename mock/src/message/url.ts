/** Splits the URL of a Request, which is always absolute and normalised. */
export function splitUrl(url: string): { origin: string; target: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const hash = url.indexOf('#', start);
  return { origin: url.slice(0, start), target: url.slice(start, hash < 0 ? undefined : hash) };
}

/** Splits a request target into its path and its query without the question mark. */
export function splitTarget(target: string): { pathname: string; search: string } {
  const question = target.indexOf('?');
  if (question < 0) return { pathname: target, search: '' };
  return { pathname: target.slice(0, question), search: target.slice(question + 1) };
}
