/** What a pair leads to. */
interface OfPair {
  readonly record: { readonly mentor_id: string; readonly org_id: string };
}

/**
 * One entry for each pair of mentor and organisation. Most mentors have one organisation, and theirs need no map of their
 * own; the keys are the records' texts, where a text for each pair would be made, hashed and kept.
 */
export class PairIndex<E extends OfPair> {
  readonly #byMentor = new Map<string, E | Map<string, E>>();

  get(mentorId: string, orgId: string): E | undefined {
    const found = this.#byMentor.get(mentorId);
    if (found instanceof Map) return found.get(orgId);
    return found?.record.org_id === orgId ? found : undefined;
  }

  set(entry: E): void {
    const { mentor_id, org_id } = entry.record;
    const found = this.#byMentor.get(mentor_id);
    if (found instanceof Map) found.set(org_id, entry);
    else if (!found || found.record.org_id === org_id) this.#byMentor.set(mentor_id, entry);
    else this.#byMentor.set(mentor_id, new Map([found, entry].map((one) => [one.record.org_id, one])));
  }

  /** Does nothing where the pair leads elsewhere. */
  delete(entry: E): void {
    const { mentor_id, org_id } = entry.record;
    const found = this.#byMentor.get(mentor_id);
    if (found === entry) this.#byMentor.delete(mentor_id);
    else if (found instanceof Map && found.get(org_id) === entry) {
      found.delete(org_id);
      if (found.size === 0) this.#byMentor.delete(mentor_id);
    }
  }
}
