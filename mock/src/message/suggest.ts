import leven from 'leven';

/** Characters to insert, delete or replace. */
const MAX_EDITS = 3;

/** ` (did you mean …?)` with the name that is most like an unknown one; empty if none is like it. */
export function didYouMean(unknown: unknown, known: readonly string[]): string {
  if (typeof unknown !== 'string') return '';
  const [nearest] = known
    .map((name) => ({ name, edits: leven(unknown.toLowerCase(), name.toLowerCase(), { maxDistance: MAX_EDITS + 1 }) }))
    .filter(({ name, edits }) => edits <= Math.min(MAX_EDITS, name.length / 2))
    .sort((a, b) => a.edits - b.edits);
  return nearest ? ` (did you mean ${nearest.name}?)` : '';
}
