import type { Contract, Rule } from './contract.ts';
import { HEADER, kebab, union } from './text.ts';

export const levelOf = ({ provenance }: Rule): 'MUST' | 'SHOULD' => (provenance === 'chosen' ? 'SHOULD' : 'MUST');

/** `rules.ts`: all rules by id, and their ids as a type. */
export function rulesFile({ rules }: Contract): string {
  const headings = [...new Set(Object.values(rules).map((rule) => rule.heading))];
  const table = Object.fromEntries(
    Object.entries(rules).map(([id, rule]) => {
      const { heading, sentence, provenance, operation, source } = rule;
      return [id, { heading, sentence, provenance, level: levelOf(rule), operation, source }];
    }),
  );
  return `${HEADER}
import type { OperationId } from './operations.ts';

export type RuleId =${union(Object.keys(rules))};

export type Heading =${union(headings)};

/** Where a statement comes from: the source document, a conclusion from it, or a choice of this contract where it is silent. */
export type Provenance = 'documented' | 'derived' | 'chosen';

export interface Rule {
  readonly heading: Heading;
  readonly sentence: string;
  readonly provenance: Provenance;
  /** A server that breaks a MUST breaks the contract; one that breaks a SHOULD deviates from a choice. */
  readonly level: 'MUST' | 'SHOULD';
  /** The operation that it is about; undefined if it applies to all. */
  readonly operation?: OperationId;
  /** The line of the source document that it quotes, verbatim. */
  readonly source?: string;
}

/** All rules, in the order of the contract. */
export const rules: Readonly<Record<RuleId, Rule>> = ${JSON.stringify(table, null, 2)};
`;
}

/** `docs/rules.md`: all rules as a page. */
export function rulesPage({ rules }: Contract): string {
  const headings = [...new Set(Object.values(rules).map((rule) => rule.heading))];
  const sections = headings.map((heading) => {
    const entries = Object.entries(rules).filter(([, rule]) => rule.heading === heading);
    const file = `conformance/src/checks/${kebab(heading)}.ts`;
    const lines = entries.map(
      ([id, rule]) =>
        `| \`${id}\` | ${rule.sentence} | ${rule.provenance} | ${rule.operation ? `\`${rule.operation}\`` : 'all'} |`,
    );
    return `## ${heading}\n\nChecked in [\`${file}\`](../${file}).\n\n| rule | sentence | provenance | operation |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
  });
  return `<!-- Generated from openapi.yaml by \`npm run generate\`. Change the contract, not this file. -->

# The rules

${Object.keys(rules).length} rules. A rule says MUST if the source document states it (documented) or it follows from the document (derived), and
SHOULD if the document leaves it open and this contract chose (chosen). Ids never change meaning once published.

${sections.join('\n')}`;
}
