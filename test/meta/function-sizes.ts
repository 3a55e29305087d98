import { type ESTree, Visitor } from "vite";
import { parseSource } from "./source-files.ts";

/** A function of a source: where it starts, and how many lines it spans from its first to its last. */
export interface FunctionSize {
  readonly path: string;
  readonly line: number;
  readonly lines: number;
}

type Span = Pick<ESTree.Node, "start" | "end">;

/** Every function, method and arrow function with a body in a TypeScript text. What it encloses counts as part of it. */
export function functionSizes(path: string, text: string): readonly FunctionSize[] {
  const sizes: FunctionSize[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const add = (node: Span & { readonly body: ESTree.Node | null }): void => {
    if (node.body === null) return;
    const line = lineAt(node.start);
    sizes.push({ path, line, lines: lineAt(node.end) - line + 1 });
  };
  const visitor = new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add });
  visitor.visit(parseSource(path, text).program);
  return sizes;
}
