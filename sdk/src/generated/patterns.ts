// Generated from openapi.yaml by `npm run generate`. Change the contract, not this file.

/** What the patterns of the contract demand, as the end of a sentence: "must consist of …". */
export const patternMeanings: Readonly<Record<string, string>> = {
  "^[A-Za-z0-9_-]+$": "letters, digits, hyphens and underscores",
  "^[A-Z0-9]+(-[A-Z0-9]+)*$": "groups of capital letters and digits, joined by hyphens"
};
