export const HEADER = '// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.\n';

export const union = (names: string[]): string => names.map((name) => `\n  | '${name}'`).join('');

/** `The active code` → `the-active-code`, which names the file of checks for that heading. */
export const kebab = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

export const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A doc comment of the given lines, indented by `indent`. */
export function comment(lines: string[], indent = ''): string {
  const body = lines.join('\n').replaceAll('*/', '*\\/').split('\n');
  return `${indent}/**\n${body.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */`;
}
