/** Thrown for an invalid file of a scenario, of faults or of a bug bundle. Each line of the message names file, line and reason. */
export class ScenarioFileError extends Error {
  override readonly name = 'ScenarioFileError';
}
