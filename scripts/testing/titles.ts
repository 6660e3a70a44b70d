import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * The full titles of the tests in a file: the titles of the `describe` blocks and of the test, joined by spaces. Placeholders
 * are not replaced; computed titles are left out.
 */
export function titlesIn(file: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node, outer: string): void => {
    const call = blockOf(node);
    if (call?.title !== undefined && call.name !== 'describe') titles.push(outer + call.title);
    const within = call?.title !== undefined && call.name === 'describe' ? `${outer}${call.title} ` : outer;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest), '');
  return titles;
}

/** The function and the title in a call such as `it('title', …)` or `describe.each([…])('title', …)`. */
function blockOf(node: ts.Node): { name: string; title: string | undefined } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  let callee: ts.Expression = node.expression;
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression;
  if (!ts.isIdentifier(callee) || !/^(it|test|describe)$/.test(callee.text)) return undefined;
  const [title] = node.arguments;
  return { name: callee.text, title: title && ts.isStringLiteralLike(title) ? title.text : undefined };
}
