/** An endpoint as the source document prints it. */
interface Endpoint {
  method: string;
  /** Base path and path, as printed, with parameters as `:id`. */
  url: string;
  description: string;
  access: string;
  request?: unknown;
  response?: unknown;
}

export interface SourceDocument {
  title: { basePath: string; count: number };
  endpoints: Endpoint[];
}

/** Parses `docs/source/referral-code-records.txt`. @throws {Error} that names the line, if a line is unexpected. */
export function parseSourceDocument(text: string): SourceDocument {
  const lines = text.split('\n');
  const [, basePath, count] = lines[0]?.match(/^REST (\S+) (\d+) endpoints$/) ?? [];
  if (!basePath) throw new Error(`line 1 is not "REST <base path> <n> endpoints": ${lines[0]}`);

  const endpoints: Endpoint[] = [];
  let example: 'request' | 'response' | undefined;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const endpoint = endpoints.at(-1);
    const [, method, url] = line.match(/^(GET|POST|PUT|PATCH|DELETE) (\/\S+)$/) ?? [];
    if (method && url) {
      endpoints.push({ method, url, description: '', access: '' });
    } else if (line === 'Additional Metadata') {
      break;
    } else if (line === '{' && endpoint && example) {
      const end = lines.indexOf('}', index);
      endpoint[example] = JSON.parse(lines.slice(index, end + 1).join('\n'));
      index = end;
      example = undefined;
    } else if (line === 'Request Example' || line === 'Response Example') {
      example = line === 'Request Example' ? 'request' : 'response';
    } else if (line !== '' && endpoint && !endpoint.description) {
      endpoint.description = line;
    } else if (line !== '' && endpoint && !endpoint.access) {
      endpoint.access = line;
    } else if (line !== '') {
      throw new Error(`line ${index + 1} belongs to nothing: ${line}`);
    }
  }
  return { title: { basePath, count: Number(count) }, endpoints };
}
