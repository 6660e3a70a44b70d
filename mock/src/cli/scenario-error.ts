/** Thrown for an invalid scenario file. Each line of the message names file, line and reason. */
export class ScenarioFileError extends Error {
  override readonly name = 'ScenarioFileError';
}
