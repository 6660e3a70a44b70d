import { defaultPathSerializer } from 'openapi-fetch';
import { ControlError } from './result.ts';

/** With one of these values the URL would lead to another path. Encoding does not help: `%2e` means `.` in a URL. */
const MISLEADING = ['', '.', '..'];

/**
 * Puts the path parameters into a path.
 * @throws {ControlError} if a value would lead to another path.
 */
export function pathWith(path: string, parameters: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(parameters))
    if (MISLEADING.includes(String(value)))
      throw new ControlError(400, `The path parameter ${name} must have 1 or more characters and must not be . or ..`);
  return defaultPathSerializer(path, parameters);
}
