import { ts } from "ts-morph";
import type { Files } from "./write.js";

/** One thing that an app can name. */
export interface Declared {
  /** Its type, without comments and in one line; one with parameters as their defaults make it. */
  readonly type: string;
  /** What it is all of: of anything but an intersection the type itself. */
  readonly parts: readonly string[];
  readonly optional: boolean;
  /** The interface whose member it is. */
  readonly owner?: string;
  /** What it is a member of, where that is an object that is written out there. */
  readonly inside?: string;
  /** The parameters of a type. */
  readonly parameters?: readonly TypeParameter[];
  /** Whether it is an interface of parameters or options, whose values are passed. */
  readonly isPassed?: boolean;
}

/** A parameter of a type. */
export interface TypeParameter {
  readonly text: string;
  readonly name: string;
  readonly preset: string | undefined;
}

/** What is declared, by the names that changes are reported under. */
export type Surface = ReadonlyMap<string, Declared>;

/** What the sources of a package export. */
export function surfaceOf(files: Files): Surface {
  const sources = [...files].filter(([path]) => /^src\/.*\.ts$/.test(path));
  return new Map(
    sources.flatMap(([path, text]) => {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
      return file.statements.filter(isExported).flatMap((one) => declarations(one, file));
    }),
  );
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

type Named = readonly [name: string, declared: Declared];

function declarations(statement: ts.Statement, file: ts.SourceFile): readonly Named[] {
  const print = (node: ts.Node): string => typeText(node, file);
  if (ts.isInterfaceDeclaration(statement)) return interfaceAndMembers(statement, file);
  if (ts.isTypeAliasDeclaration(statement)) return aliasAndMembers(statement, file);
  if (ts.isFunctionDeclaration(statement)) {
    const parts = [...statement.parameters, ...(statement.type ? [statement.type] : [])];
    return [[statement.name?.text ?? "", declared(parts.map(print).join("; "))]];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((one) => {
    const name = one.name.getText(file);
    const { text, within } = writtenOut(one.type, { file, owner: name, inside: name });
    return [[name, declared(text)], ...within];
  });
}

function declared(type: string): Declared {
  return { type, parts: [type], optional: false };
}

function interfaceAndMembers(
  { name, heritageClauses, members }: ts.InterfaceDeclaration,
  file: ts.SourceFile,
): readonly Named[] {
  const bases = (heritageClauses ?? []).map((clause) => typeText(clause, file)).join(" ");
  const isPassed = /(?:Params|Options)$/.test(name.text) && file.fileName !== DESCRIBED;
  return [
    [name.text, { ...declared(`interface ${bases}`), isPassed }],
    ...membersOf(members, { file, owner: name.text, inside: name.text }),
  ];
}

/** Where members stand: in an interface, or in an object that is written out in one. */
interface Home {
  readonly file: ts.SourceFile;
  readonly owner: string;
  readonly inside: string;
}

function membersOf(members: readonly ts.TypeElement[], home: Home): readonly Named[] {
  const { file, owner, inside } = home;
  return members.filter(ts.isPropertySignature).flatMap((member): readonly Named[] => {
    const optional = member.questionToken !== undefined;
    const path = `${inside}.${typeText(member.name, file)}`;
    const { text, within } = writtenOut(member.type, { ...home, inside: path });
    // What can be left out can be undefined, for nearly everybody.
    const type = optional ? text.replace(/ \| undefined$/, "") : text;
    const where = inside === owner ? { owner } : { owner, inside };
    return [[path, { ...declared(type), optional, ...where }], ...within];
  });
}

/** A type, and the members of the one object that is written out in it: each changes by itself. */
function writtenOut(
  type: ts.TypeNode | undefined,
  home: Home,
): { readonly text: string; readonly within: readonly Named[] } {
  if (type === undefined) return { text: "", within: [] };
  const whole = typeText(type, home.file);
  const [object, ...others] = objectsIn(type);
  const text = object && whole.replace(typeText(object, home.file), () => "{}");
  if (object === undefined || others.length > 0 || text === undefined)
    return { text: whole, within: [] };
  return { text, within: membersOf(object.members, home) };
}

/** The objects that are written out in a type, but for those within others. */
function objectsIn(type: ts.Node): readonly ts.TypeLiteralNode[] {
  if (ts.isTypeLiteralNode(type)) return [type];
  const found: ts.TypeLiteralNode[] = [];
  type.forEachChild((part) => {
    found.push(...objectsIn(part));
  });
  return found;
}

/** The names in it are the provider's, and say nothing. */
const DESCRIBED = "src/types.ts";

function aliasAndMembers(
  { name, type, typeParameters }: ts.TypeAliasDeclaration,
  file: ts.SourceFile,
): readonly Named[] {
  const print = (node: ts.Node): string => typeText(node, file);
  const parameters = (typeParameters ?? []).map((one): TypeParameter => {
    const preset = one.default && print(one.default);
    return { text: print(one), name: one.name.text, preset };
  });
  const whole = (node: ts.Node): string => withPresets(print(node), parameters);
  const parts = ts.isIntersectionTypeNode(type) ? type.types.map(whole) : [whole(type)];
  if (parts.length > 1 || parameters.length > 0)
    return [[name.text, { ...declared(whole(type)), parts, parameters }]];
  const { text, within } = writtenOut(type, { file, owner: name.text, inside: name.text });
  return [[name.text, { ...declared(withPresets(text, [])), parameters }], ...within];
}

function withPresets(text: string, parameters: readonly TypeParameter[]): string {
  const filled = parameters.reduce(
    (given, { name, preset = name }) =>
      given.replace(new RegExp(String.raw`\b${name}\b`, "g"), () => preset),
    text,
  );
  // Where the client's types say no level, they mean a user's token.
  return filled.replace(/, "token">/g, ">");
}

const printer = ts.createPrinter({ removeComments: true });

function typeText(node: ts.Node, file: ts.SourceFile): string {
  const text = printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ");
  const foreign = foreignNames(file);
  const own = text
    .trim()
    .replace(OPEN_UNION, "string")
    .replace(/\((\w+)\)/g, "$1");
  return replaceNames(own, (name, list) => `${foreign.get(name) ?? name}${list}`);
}

/** What is imported from other packages, as it is called there and where no type of the provider's can be called so. */
function foreignNames(file: ts.SourceFile): ReadonlyMap<string, string> {
  const elements = file.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const { importClause, moduleSpecifier } = statement;
    const bindings = importClause?.namedBindings;
    const isOwn = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith(".");
    return isOwn || bindings === undefined || !ts.isNamedImports(bindings) ? [] : bindings.elements;
  });
  return new Map(
    elements.map(({ name, propertyName = name }) => [name.text, `${FOREIGN}${propertyName.text}`]),
  );
}

/** Stands before the names of other packages. */
export const FOREIGN = "oauth1.";

/**
 * A type with others in place of its names; each is told with the brackets of a list behind it, if there are any. What stands in
 * quotes is no name, and what stands behind a dot is another package's.
 *
 * @example
 * replaceNames('Photo[] | "Photo" | oauth1.Photo', (_, list) => `Item${list}`); // => 'Item[] | "Photo" | oauth1.Photo'
 */
export function replaceNames(
  type: string,
  replace: (name: string, list: string) => string,
): string {
  return type.replace(QUOTED_OR_NAME, (text: string, name?: string, list = "") =>
    name === undefined ? text : replace(name, list),
  );
}

/** The names in a type, as `replaceNames` finds them. */
export function namesIn(type: string): readonly string[] {
  return [...type.matchAll(QUOTED_OR_NAME)].flatMap(([, name]) => name ?? []);
}

const QUOTED_OR_NAME = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w.$])([A-Z]\w*)(\[\])?/g;

/** Any text is right where one of these is, so its values come and go. */
const OPEN_UNION = /(?:\| )?(?:(["'])(?:\\.|(?!\1).)*\1 \| )+\(string & \{\s*\}\)/g;
