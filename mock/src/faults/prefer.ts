import { InputError } from '../errors.ts';
import { didYouMean } from '../message/suggest.ts';
import type { Effect } from './fault.ts';
import { readFault } from './read-fault.ts';

/** The values of effects that are numbers; all others stay text. */
const NUMBERS = ['status', 'retryAfter', 'delay', 'min', 'max', 'median', 'p99'];
const VALUES = [...NUMBERS, 'problem'];

/**
 * Reads the fault that a request asks for in its header `Prefer` (RFC 7240), such as `fault=latency; delay=2s`.
 * @throws {InputError} if it is no fault; `message` gives the reason.
 */
export function preferredFault(header: string | null): Effect | undefined {
  const preference = header?.split(',').find((part) => /^\s*fault\s*(=|;|$)/i.test(part));
  if (preference === undefined) return undefined;
  const [[, kind], ...values] = preference.split(';').map(nameAndValue) as [[string, string], ...[string, string][]];
  const fault: Record<string, string | number> = { kind };
  for (const [name, text] of values) {
    if (!VALUES.includes(name))
      throw new InputError(`${name} is not allowed${didYouMean(name, VALUES)}; allowed is ${VALUES.join(', ')}`);
    fault[name] = NUMBERS.includes(name) && /^\d+$/.test(text) ? Number(text) : text;
  }
  return readFault(fault);
}

/** A token or a quoted text after the equals sign. */
function nameAndValue(part: string): [name: string, value: string] {
  const equals = part.indexOf('=');
  const name = (equals < 0 ? part : part.slice(0, equals)).trim();
  const value = equals < 0 ? '' : part.slice(equals + 1).trim();
  return [name, value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value];
}
