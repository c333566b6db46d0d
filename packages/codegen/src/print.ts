import {
  IndentationText,
  Project,
  QuoteKind,
  StructureKind,
  type InterfaceDeclarationStructure,
  type StatementStructures,
  type WriterFunction,
} from "ts-morph";
import { group, indent, join, line, print, whenBroken, type Layout } from "./layout.js";

/** A statement of a generated file. */
export type Statement =
  | { readonly kind: "import" | "export"; readonly names: readonly string[]; readonly from: string }
  | InterfaceStatement
  | { readonly kind: "text"; readonly text: Layout };

/** An interface. Documentation is the inside of a doc comment, as `documentation` makes it. */
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

/** Prints one file after the other. */
export interface Printer {
  readonly printFile: (header: string, statements: readonly Statement[]) => string;
}

/** The columns of a line in a generated file. */
export const WIDTH = 100;

/**
 * A printer of source files, formatted as prettier formats them. It is costly to make: one serves a whole run.
 *
 * @example
 * const file = createPrinter().printFile("// Generated", [
 *   { kind: "import", names: ["type A"], from: "./a.js" },
 * ]);
 * file; // => '// Generated\nimport type { A } from "./a.js";\n'
 */
export function createPrinter(): Printer {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      quoteKind: QuoteKind.Double,
    },
  });
  return {
    printFile(header, statements) {
      const file = project.createSourceFile("file.ts", {
        statements: [header, ...statements.map(structureOf)],
      });
      const text = file.getFullText();
      project.removeSourceFile(file);
      // ts-morph sets declarations apart by itself, but plain text only now and then.
      return text.replace(/\n{3,}/g, "\n\n");
    },
  };
}

function structureOf(statement: Statement): string | StatementStructures {
  if (statement.kind === "interface") return interfaceStructure(statement);
  if (statement.kind === "text") return `\n${print(statement.text, { width: WIDTH })}`;
  const { isTypeOnly, names } = specifiers(statement);
  return statement.kind === "import"
    ? {
        kind: StructureKind.ImportDeclaration,
        ...{ isTypeOnly, namedImports: names, moduleSpecifier: statement.from },
      }
    : {
        kind: StructureKind.ExportDeclaration,
        ...{ isTypeOnly, namedExports: names, moduleSpecifier: statement.from },
      };
}

/** The names in the braces: `type` is said once where it is true of all. */
function specifiers(statement: Extract<Statement, { from: string }>): {
  readonly isTypeOnly: boolean;
  readonly names: WriterFunction;
} {
  const isTypeOnly = statement.names.every((name) => name.startsWith("type "));
  const names = isTypeOnly ? statement.names.map((name) => name.slice(5)) : statement.names;
  const before = `${statement.kind}${isTypeOnly ? " type" : ""} {`.length;
  const after = `} from "${statement.from}";`.length;
  const layout = group([indent([line, join(names, [",", line])]), whenBroken(","), line]);
  const text = print(layout, { width: WIDTH, before, after });
  return { isTypeOnly, names: laidOut(text.includes("\n") ? text : text.trim()) };
}

function interfaceStructure(statement: InterfaceStatement): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: statement.name,
    extends: statement.base === undefined ? [] : [statement.base],
    docs: [statement.documentation],
    properties: statement.properties.map(({ name, optional, documentation, type }) => {
      const head = `${name}${optional ? "?" : ""}:`;
      const before = `readonly ${head}`.length;
      const text = print(type, { width: WIDTH - 2, before, after: 1 });
      return {
        // The type goes with the name: ts-morph would hang its further lines one level too deep.
        name: head + text,
        isReadonly: true,
        docs: documentation === undefined ? [] : [documentation],
      };
    }),
  };
}

/** Text that has its own indentation already; by itself ts-morph hangs every further line one level deeper. */
function laidOut(text: string): WriterFunction {
  return (writer) => {
    const level = writer.getIndentationLevel();
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) writer.newLine().setIndentationLevel(level);
      writer.write(part);
    }
  };
}
