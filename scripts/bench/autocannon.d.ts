// The part of autocannon the benchmarks use; the package itself is installed only by them.
declare module 'autocannon' {
  namespace autocannon {
    interface Request {
      method?: string;
      path?: string;
      body?: string;
      headers?: Record<string, string>;
      setupRequest?: (request: Request, context: Record<string, string>) => Request;
      onResponse?: (status: number, body: string, context: Record<string, string>) => void;
    }
    interface Options {
      url: string;
      connections?: number;
      duration?: number;
      requests?: Request[];
    }
    interface Result {
      errors: number;
      duration: number;
      requests: { total: number };
    }
  }
  function autocannon(options: autocannon.Options): Promise<autocannon.Result>;
  // biome-ignore lint/style/noDefaultExport: it is the package's own.
  export default autocannon;
}
