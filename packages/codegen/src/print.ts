import { columnsOf } from "./columns.js";
import { DOC_WIDTH, docComment } from "./comments.js";
import { group, indent, join, line, layOut, softline, whenBroken, type Layout } from "./layout.js";

/** A statement of a generated file. */
export type Statement =
  | { readonly kind: "import" | "export"; readonly names: readonly string[]; readonly from: string }
  | InterfaceStatement
  | { readonly kind: "text"; readonly text: Layout };

/** An interface with its documentation, not yet wrapped. */
export interface InterfaceStatement {
  readonly kind: "interface";
  readonly name: string;
  readonly base?: string;
  readonly documentation: string;
  readonly properties: readonly Property[];
}

/** A property of an interface; its name is quoted already, its type has the space before it. */
export interface Property {
  readonly name: string;
  readonly optional: boolean;
  readonly documentation: string | undefined;
  readonly type: Layout;
}

/** The columns of a line in a generated file. */
export const WIDTH = 100;

/**
 * The head of an exported function that takes options, which move to a line of their own where they are too long.
 *
 * @example
 * const head = functionHead("createAcme", { options: "ClientOptions", returns: "AcmeClient" });
 * layOut(head, { width: 100 }); // => "export function createAcme(options: ClientOptions): AcmeClient {"
 */
export function functionHead(
  name: string,
  {
    options,
    isOptional = false,
    returns,
  }: { readonly options: string; readonly isOptional?: boolean; readonly returns: string },
): Layout {
  const parameter = `options: ${options}${isOptional ? " = {}" : ""}`;
  const inside = [indent([softline, parameter]), whenBroken(","), softline];
  return group([`export function ${name}(`, ...inside, `): ${returns} {`]);
}

/**
 * A source file, formatted as prettier formats it.
 *
 * @example
 * const file = printFile("// Generated", [
 *   { kind: "import", names: ["type A"], from: "./a.js" },
 * ]);
 * file; // => '// Generated\nimport type { A } from "./a.js";\n'
 */
export function printFile(header: string, statements: readonly Statement[]): string {
  return statements.reduce(
    (text, statement, index) =>
      `${text}${gap(statements[index - 1], statement)}${statementText(statement)}\n`,
    `${header}\n`,
  );
}

/** Imports stand together, and so do exports; anything else stands by itself. */
function gap(before: Statement | undefined, { kind }: Statement): string {
  const together = kind === "import" || kind === "export";
  return together && (before === undefined || before.kind === kind) ? "" : "\n";
}

function statementText(statement: Statement): string {
  if (statement.kind === "text") return layOut(statement.text, { width: WIDTH });
  return statement.kind === "interface" ? interfaceText(statement) : specifiersText(statement);
}

/** `type` is said once where it is true of all. */
function specifiersText({ kind, names, from }: Extract<Statement, { from: string }>): string {
  const areTypes = names.every((name) => name.startsWith("type "));
  const said = areTypes ? names.map((name) => name.slice("type ".length)) : names;
  return layOut(
    [
      `${kind}${areTypes ? " type" : ""} `,
      group([
        "{",
        indent([line, join(said, [",", line])]),
        whenBroken(","),
        line,
        `} from "${from}";`,
      ]),
    ],
    { width: WIDTH },
  );
}

function interfaceText({ name, base, documentation, properties }: InterfaceStatement): string {
  const bases = base === undefined ? "" : ` extends ${base}`;
  return [
    docComment(documentation),
    `export interface ${name}${bases} {`,
    ...properties.flatMap(propertyLines).map((text) => (text === "" ? "" : `  ${text}`)),
    "}",
  ].join("\n");
}

function propertyLines({ name, optional, documentation, type }: Property): readonly string[] {
  const head = `readonly ${name}${optional ? "?" : ""}:`;
  const text = layOut(type, { width: WIDTH - 2, before: columnsOf(head), after: 1 });
  const width = DOC_WIDTH - 2;
  const comment =
    documentation === undefined ? [] : docComment(documentation, { width }).split("\n");
  return [...comment, ...`${head}${text};`.split("\n")];
}
