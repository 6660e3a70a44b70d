/** The parts of a URL as a Request has it, which is always absolute and normal; without the cost of parsing it. */
export function splitUrl(url: string): { origin: string; pathname: string; search: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const origin = url.slice(0, start);
  const hash = url.indexOf('#', start);
  const end = hash < 0 ? url.length : hash;
  const question = url.indexOf('?', start);
  if (question < 0 || question > end) return { origin, pathname: url.slice(start, end), search: '' };
  return { origin, pathname: url.slice(start, question), search: url.slice(question + 1, end) };
}
