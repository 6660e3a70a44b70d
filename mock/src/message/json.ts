declare const of: unique symbol;

/** The JSON text of a T. */
export type Json<T> = string & { readonly [of]: T };

export const toJson = <T>(value: T): Json<T> => JSON.stringify(value) as Json<T>;

export const fromJson = <T>(json: Json<T>): T => JSON.parse(json);
