import { patternMeanings } from './generated/patterns.ts';

/** The sentence for a keyword of JSON Schema that does not hold. */
export function messageOf(
  keyword: string,
  { limit, type, pattern, ...params }: Readonly<Record<string, unknown>>,
): string {
  const values = (params.allowedValues ?? [params.allowedValue]) as unknown[];
  const sentences: Record<string, string> = {
    required: 'Must not be missing.',
    additionalProperties: 'Must be left out: it is not known.',
    type: `Must be of type ${[type].flat().join(' or ')}.`,
    minLength: limit === 1 ? 'Must not be empty.' : `Must have at least ${limit} characters.`,
    maxLength: `Must have at most ${limit} characters.`,
    minimum: `Must be at least ${limit}.`,
    maximum: `Must be at most ${limit}.`,
    pattern: `Must consist of ${patternMeanings[pattern as string]}.`,
    format: FORMATS[params.format as string] ?? `Must be in the format ${params.format}.`,
    enum: `Must be one of: ${values.join(', ')}.`,
    const: `Must be ${values.join()}.`,
    not: 'Must not be a word that is reserved.',
  };
  return sentences[keyword] ?? 'Must be valid.';
}

const FORMATS: Record<string, string> = {
  'date-time': 'Must be a date and time with a time zone, such as 2026-03-26T12:00:00Z.',
};
