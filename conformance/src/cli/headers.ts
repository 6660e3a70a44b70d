import { readFileSync } from 'node:fs';
import { HEADER, UsageError } from './usage.ts';

/** Where the headers come from. */
export interface HeaderSources {
  /** `Name: value`, or `@FILE`. */
  header: readonly string[];
  /** `Name=VARIABLE`. */
  'header-env': readonly string[];
}

/**
 * The headers by name. Messages do not repeat a header, because its value may be a secret. A value on the command line is
 * visible in the list of processes; a file or a variable is not.
 */
export function readHeaders(
  { header, 'header-env': fromEnv }: HeaderSources,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const given = header.flatMap((text) => (text.startsWith('@') ? readHeaderFile(text.slice(1)) : [parseHeader(text)]));
  return Object.fromEntries([...given, ...fromEnv.map((text) => headerFromEnv(text, env))]);
}

function parseHeader(text: string, where = ''): [name: string, value: string] {
  const [, name, value] = text.match(/^([!#$%&'*+.^`|~\w-]+):\s*(.+)$/s) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(
      where ? `${where} is not a header, as in Name: value` : `write a header as ${HEADER}, in quotes`,
    );
  return [name, value];
}

/** Reads one header from each line that is not empty. */
function readHeaderFile(file: string): [name: string, value: string][] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`the file of headers ${file} cannot be read: ${(error as Error).message}`);
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.flatMap((line, index) => (line ? [parseHeader(line, `line ${index + 1} of ${file}`)] : []));
}

function headerFromEnv(text: string, env: Readonly<Record<string, string | undefined>>): [name: string, value: string] {
  const [, name, variable] = text.match(/^([!#$%&'*+.^`|~\w-]+)=(\w+)$/) ?? [];
  if (name === undefined || variable === undefined)
    throw new UsageError('write --header-env with the name of a variable, as in --header-env Authorization=API_TOKEN');
  const value = env[variable];
  if (!value) throw new UsageError(`--header-env: the variable ${variable} is not set, or is empty`);
  return [name, value];
}
