import { examples, mounts, operations } from '@referral-codes/sdk/contract';
import { UsageError } from '../errors.ts';
import type { ServedMock } from '../http/index.ts';
import { ScenarioFileError } from './scenario-error.ts';

/** What the command prints once it listens: the server URLs, and a first request to try. */
export function greeting({ urls, url, origin, token }: ServedMock, scenario: string): string {
  const lookup = `${url}${operations.findByCode.path}?code=${examples.findByCode.response.code}`;
  return [
    `Mock of the referral-code-records API, scenario ${scenario}. Server URLs:`,
    ...urls.map((one, index) => `  ${one}${mounts[index] === mounts[0] ? '  (as documented)' : ''}`),
    `Control: ${origin}/__mock${token ? `, Authorization: Bearer ${token}` : ''}`,
    'Try:',
    `  curl ${origin.startsWith('https') ? '-k ' : ''}'${lookup}'`,
    '',
  ].join('\n');
}

/** One line for an error that the user can do something about; the stack of any other error. */
export function explain(error: unknown): string {
  const { code, message, stack, port, address, path } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (error instanceof UsageError) return `${message} (--help shows all options)`;
  if (error instanceof ScenarioFileError) return message;
  // Node's message goes on with a hint that is longer than the reason.
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.split(/\n|\. /)[0]} (--help shows all options)`;
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port, or --port 0 for any free one`;
  if (code === 'EACCES' && port) return `port ${port} needs more rights; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${address ?? 'this host'} is no address of this machine; choose another with --host`;
  if (code?.startsWith('ERR_SSL') || code?.startsWith('ERR_OSSL')) return `--cert and --key cannot be used: ${message}`;
  return code && path ? `${path} cannot be used: ${message}` : (stack ?? message);
}
