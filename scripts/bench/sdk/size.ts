import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { required } from '../../required.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The bytes that a browser downloads for a module, bundled, minified and gzipped. `path` is from the root, or the text of a module. */
export async function bundleSize(path: string): Promise<{ minified: number; gzip: number }> {
  const { outputFiles } = await build({
    ...(path.endsWith('.js') ? { entryPoints: [root + path] } : { stdin: { contents: path, resolveDir: root } }),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  const { contents } = required(outputFiles[0]);
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
}
