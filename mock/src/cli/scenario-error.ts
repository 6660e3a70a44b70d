/** A scenario file that cannot be used; each line of the message names file, line and reason. */
export class ScenarioFileError extends Error {
  override readonly name = 'ScenarioFileError';
}
