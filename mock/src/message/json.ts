declare const of: unique symbol;

/** The JSON text of a T. */
export type Json<T> = string & { readonly [of]: T };

export const toJson = <T>(value: T): Json<T> => JSON.stringify(value) as Json<T>;

export const fromJson = <T>(json: Json<T>): T => JSON.parse(json);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses JSON in UTF-8. Returns undefined, which JSON cannot express, if the bytes are anything else. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}

/** Whether a Content-Type is application/json, with or without parameters. */
export const isJsonType = (type: string | null): boolean => /^\s*application\/json\s*(;|$)/i.test(type ?? '');
