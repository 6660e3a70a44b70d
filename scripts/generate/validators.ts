import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { build, type Plugin } from 'esbuild';
import { required } from '../required.ts';
import { type Contract, type Operation, refName, type Schema } from './contract.ts';
import { HEADER, pascal } from './text.ts';

/** `validators.ts`: a validator for each schema and for the query of each operation, as code without eval and imports. */
export async function validatorsFile(contract: Contract): Promise<string> {
  const ajv = new Ajv2020({
    code: { source: true, esm: true },
    allErrors: true,
    inlineRefs: false,
    useDefaults: true,
    allowUnionTypes: true,
    // In a problem, `type` is in the schema to which allOf refers, and need not be repeated.
    strictTypes: false,
  });
  formats.default(ajv);
  // No schema has unevaluatedProperties. Keeping track of them would tie all validators together for bundlers.
  ajv.opts.unevaluated = false;

  const queries = contract.operations.filter(({ parameters }) =>
    parameters.some((parameter) => parameter.in === 'query'),
  );
  const schemas: Record<string, Schema> = {
    ...mapValues(contract.schemas, plain),
    ...Object.fromEntries(queries.map((operation) => [`${operation.id}Query`, querySchema(operation)])),
  };
  const { text, local } = await bundle(ajv, schemas, Object.keys(schemas));

  return `// @ts-nocheck The bundle below is Ajv's own output.
${HEADER}
import type { components } from './schema.ts';

/** An error of a value, as Ajv reports it. */
export interface ValidationError {
  /** A JSON Pointer to the value. */
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

/** Whether a value matches a schema. Fills in defaults. \`errors\` are those of the last call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: ValidationError[] | null;
}

type Schemas = components['schemas'];

${text}
// Each validator on its own, so that a bundler can leave out the others.
${Object.keys(schemas)
  .map((name) => {
    const type = name in contract.schemas ? `Schemas['${name}']` : 'Record<string, unknown>';
    return `export const ${validatorName(name)}: Validator<${type}> = ${local[name]};`;
  })
  .join('\n')}

/** A validator for every schema of the contract. */
export const validators: { [name in keyof Schemas]: Validator<Schemas[name]> } = /* @__PURE__ */ (() => ({
${Object.keys(contract.schemas)
  .map((name) => `  ${name}: ${local[name]},`)
  .join('\n')}
}))();

/** A validator for the query of each operation that has one, as an object. */
export const queryValidators: {
${queries.map(({ id }) => `  ${id}: Validator<Record<string, unknown>>;`).join('\n')}
} = /* @__PURE__ */ (() => ({
${queries.map(({ id }) => `  ${id}: ${local[`${id}Query`]},`).join('\n')}
}))();
`;
}

/** The name of the constant that is the validator of a schema, or of the query of an operation. */
export const validatorName = (schema: string): string => `is${pascal(schema)}`;

/** Ajv's code for the `exported` schemas, without eval and imports, and the local name of each validator in it. */
export async function bundle(
  ajv: Ajv2020,
  schemas: Record<string, Schema>,
  exported: string[],
): Promise<{ text: string; local: Record<string, string> }> {
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
  const code = withImports(standalone.default(ajv, Object.fromEntries(exported.map((name) => [name, name]))));
  const bundled = await build({
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    legalComments: 'none',
    // The bundle contains module paths. They must not depend on where a package manager stores the files.
    preserveSymlinks: true,
    plugins: [onlyFormats(new Set([...code.matchAll(/formatNamed\("([\w-]+)"/g)].map(([, name = '']) => name)))],
  });
  const { text } = required(bundled.outputFiles[0]);
  return { text: text.replace(/export\s*\{[^}]*\};?\s*$/, ''), local: localNames(text) };
}

/** Ajv's code with imports in place of `require`, so that a bundler can leave out the formats that a page does not use. */
function withImports(code: string): string {
  const formats = code.replace(
    /require\("ajv-formats\/dist\/formats"\)\.fullFormats(?:\.(\w+)|\["([\w-]+)"\])/g,
    (_, a, b) => `/* @__PURE__ */ formatNamed("${a ?? b}")`,
  );
  return `import { fullFormats } from 'ajv-formats/dist/formats.js';
    import ucs2length from 'ajv/dist/runtime/ucs2length.js';
    const formatNamed = (name) => fullFormats[name];
    ${formats.replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, 'ucs2length')}`;
}

/** Removes unused formats from ajv-formats, which has all of them in one object. */
const onlyFormats = (used: Set<string>): Plugin => ({
  name: 'only-formats',
  setup(build) {
    build.onLoad({ filter: /ajv.dist.runtime.ucs2length\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: `${required(source.match(/^function ucs2length.*?^}/ms)?.[0])}\nexport default ucs2length;` };
    });
    build.onLoad({ filter: /ajv-formats.dist.formats\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const [formats = '', rest = ''] = source.split(/^exports\.fastFormats = .*?^exports\.formatNames = .*?$/ms);
      const kept = formats.split('\n').filter((line) => {
        const name = line.match(/^ {4}"?([\w-]+)"?[:,]/)?.[1];
        return !name || used.has(name);
      });
      const contents = kept.join('\n').replace(/^(Object|exports\.formatNames).*$/gm, '') + rest;
      // As an ES module, so that esbuild also removes the helpers of unused formats.
      return { contents: contents.replace('exports.fullFormats =', 'export const fullFormats =') };
    });
  },
});

function querySchema({ parameters }: Operation): Schema {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  return plain({
    type: 'object',
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  });
}

/** A schema for Ajv: with references by name, and without annotations, which would be in the bundle. */
function plain(annotated: Schema): Schema {
  const { description, title, discriminator, 'x-provenance': _from, 'x-pattern-means': _means, ...schema } = annotated;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === '$ref') return [keyword, refName(schema)];
      if (keyword === 'properties') return [keyword, mapValues(value as Record<string, Schema>, plain)];
      if (keyword === 'allOf' || keyword === 'oneOf') return [keyword, (value as Schema[]).map(plain)];
      if (keyword === 'items' || keyword === 'not') return [keyword, plain(value as Schema)];
      return [keyword, value];
    }),
  );
}

const mapValues = <T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The local name of each export in a bundle of esbuild. */
function localNames(bundle: string): Record<string, string> {
  const list = bundle.match(/export\s*\{([^}]*)\};?\s*$/)?.[1] ?? '';
  return Object.fromEntries(
    list.split(',').map((entry) => {
      const [local = '', exported = local] = entry.trim().split(/\s+as\s+/);
      return [exported, local];
    }),
  );
}
