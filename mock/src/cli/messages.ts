import { examples, mounts, operations } from '@referral-codes/sdk/contract';
import { UsageError } from '../errors.ts';
import type { ServedMock } from '../http/index.ts';
import { ScenarioFileError } from './scenario-error.ts';

/** What the command prints at start: the server URLs, the control API, and a first request to try. */
export function greeting({ urls, url, origin, token }: ServedMock, scenario: string): string {
  const lookup = `${url}${operations.findByCode.path}?code=${examples.findByCode.response.code}`;
  return [
    `Mock of the referral-code-records API, scenario ${scenario}. Server URLs:`,
    ...urls.map((one, index) => `  ${one}${mounts[index] === mounts[0] ? '  (as documented)' : ''}`),
    `Control API: ${origin}/__mock${token ? `, with the header Authorization: Bearer ${token}` : ''}`,
    'Try:',
    `  curl ${origin.startsWith('https') ? '-k ' : ''}'${lookup}'`,
    '',
  ].join('\n');
}

/** One line for an error that the user can correct; the stack of any other error. */
export function explain(error: unknown): string {
  const { code, message, stack, port, address, hostname, path } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
    hostname?: string;
  };
  if (error instanceof UsageError) return `${message} (--help shows all options)`;
  if (error instanceof ScenarioFileError) return message;
  // The first sentence is the reason; a hint follows that is longer.
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.split(/\n|\. /)[0]} (--help shows all options)`;
  if (code === 'EADDRINUSE')
    return `port ${port} is in use; choose another one with --port, or any free one with --port 0`;
  if (code === 'EACCES' && port) return `the user may not listen on port ${port}; choose a port above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${address ?? hostname} is not an address of this machine; choose another one with --host`;
  if (code?.startsWith('ERR_SSL') || code?.startsWith('ERR_OSSL')) return `--cert and --key cannot be used: ${message}`;
  return code && path ? `${path} cannot be used: ${message}` : (stack ?? message);
}
