/** The values that a request body sets. */
export interface SentFields {
  readonly mentor_id?: string | undefined;
  readonly org_id?: string | undefined;
  readonly code?: string | undefined;
}

/**
 * The fields that a body sets to a string. The body need not be valid JSON: a faulty server may read a record from JSON
 * within a string, from a form, or from malformed JSON, so they are read from these as well.
 */
export function sentFields(body: string): SentFields {
  const inner = body.startsWith('"') ? parse(body) : undefined;
  if (typeof inner === 'string') return sentFields(inner);
  const form = new URLSearchParams(body);
  const field = (name: string): string | undefined => {
    // If a key is there twice, JSON.parse and most other readers take the last one.
    const pattern = new RegExp(`["']${name}["']\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)')`, 'g');
    const [, double, single] = [...body.matchAll(pattern)].at(-1) ?? [];
    return double === undefined ? (single ?? form.get(name) ?? undefined) : unescapeJson(double);
  };
  return { mentor_id: field('mentor_id'), org_id: field('org_id'), code: field('code') };
}

function unescapeJson(raw: string): string {
  const text = parse(`"${raw}"`);
  return typeof text === 'string' ? text : raw;
}

/** The parsed text; undefined if it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
