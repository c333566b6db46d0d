import { createHash } from "node:crypto";
import { ts } from "ts-morph";
import type { Files } from "./write.js";

/** How what a package exports has changed: names of exports, and of the members of interfaces, as in `User.name`. */
export interface Changes {
  /** They are gone, or nobody can use them as before. */
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly added: readonly string[];
}

/**
 * Compares the surface of two states of a generated package. Values of open unions are only suggestions, and no change.
 *
 * @example
 * const before = new Map([["src/types.ts", "export interface User { readonly id: string }"]]);
 * const after = new Map([["src/types.ts", "export interface User { readonly id: number; readonly name?: string }"]]);
 * changesBetween(before, after); // => { removed: [], changed: ["User.id"], added: ["User.name"] }
 */
export function changesBetween(before: Files, after: Files): Changes {
  const [old, now] = [surfaceOf(before), surfaceOf(after)];
  const taken = namesTaken(now);
  const both = [...now].flatMap(([name, to]): readonly (readonly [string, Effect])[] => {
    const from = old.get(name);
    if (from !== undefined) return [[name, effectOf(from, to)]];
    // What an app passes would lack it.
    const needed = to.owner !== undefined && !to.optional && taken.has(to.owner);
    return [[name, needed && old.has(to.owner) ? "changed" : "added"]];
  });
  const having = (wanted: Effect): readonly string[] =>
    both.flatMap(([name, effect]) => (effect === wanted ? [name] : [])).sort();
  return {
    removed: withoutMembers([...old.keys()].filter((name) => !now.has(name)).sort()),
    changed: having("changed"),
    added: withoutMembers(having("added")),
  };
}

/**
 * How much of a release a change takes. Before 1.0.0 a minor one is all there is for what breaks.
 *
 * @example
 * bumpOf({ removed: ["getUser"], changed: [], added: [] }, "1.4.2"); // => "major"
 */
export function bumpOf(
  { removed, changed, added }: Changes,
  version: string,
): "major" | "minor" | "patch" {
  if (removed.length + changed.length > 0) return version.startsWith("0.") ? "minor" : "major";
  return added.length > 0 ? "minor" : "patch";
}

/** A file for `.changeset`. */
export interface Changeset {
  /** The same for the same change, so that it is described once. */
  readonly name: string;
  readonly text: string;
}

/**
 * Describes a change of a package for `changeset`, as a start for whoever knows why it was made. Without changes the
 * package is new.
 *
 * @example
 * const changes = { removed: ["getUser"], changed: [], added: [] };
 * const { text } = changesetOf({ id: "acme", name: "@oauth1/acme", version: "1.4.2" }, changes);
 * text; // => '---\n"@oauth1/acme": major\n---\n\nRemoved: `getUser`.\n'
 */
export function changesetOf(
  owner: { readonly id: string; readonly name: string; readonly version: string },
  changes?: Changes,
): Changeset {
  const bump = changes === undefined ? "minor" : bumpOf(changes, owner.version);
  const body = changes === undefined ? "The first version." : summaryOf(changes);
  const text = `---\n"${owner.name}": ${bump}\n---\n\n${body}\n`;
  const digest = createHash("sha256").update(owner.version).update(text).digest("hex");
  return { name: `${owner.id}-${digest.slice(0, 8)}.md`, text };
}

function summaryOf({ removed, changed, added }: Changes): string {
  const sentences = [
    sentence("Removed", removed),
    sentence("Changed", changed),
    sentence("Added", added),
  ].filter((text) => text !== "");
  return sentences.length === 0 ? "Calls and types are as before." : sentences.join(" ");
}

function sentence(verb: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${verb}: ${names.map((name) => `\`${name}\``).join(", ")}.`;
}

type Effect = "none" | "changed" | "added";

/** One thing that an app can name. */
interface Declared {
  /** Its type, without comments and in one line. */
  readonly type: string;
  readonly optional: boolean;
  /** The interface whose member it is. */
  readonly owner?: string;
}

/** What is declared, by the names that changes are reported under. */
type Surface = ReadonlyMap<string, Declared>;

function surfaceOf(files: Files): Surface {
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

function declarations(
  statement: ts.Statement,
  file: ts.SourceFile,
): readonly (readonly [name: string, declared: Declared])[] {
  const print = (node: ts.Node): string => typeText(node, file);
  if (ts.isInterfaceDeclaration(statement)) {
    const owner = statement.name.text;
    const bases = (statement.heritageClauses ?? []).map(print).join(" ");
    return [
      [owner, { type: `interface ${bases}`, optional: false }],
      ...statement.members.flatMap((member) => memberOf(member, owner, print)),
    ];
  }
  if (ts.isTypeAliasDeclaration(statement)) {
    return [[statement.name.text, { type: print(statement.type), optional: false }]];
  }
  if (ts.isFunctionDeclaration(statement)) {
    const parts = [...statement.parameters, ...(statement.type ? [statement.type] : [])];
    return [[statement.name?.text ?? "", { type: parts.map(print).join("; "), optional: false }]];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.map((one) => [
    one.name.getText(file),
    { type: one.type === undefined ? "" : print(one.type), optional: false },
  ]);
}

function memberOf(
  member: ts.TypeElement,
  owner: string,
  print: (node: ts.Node) => string,
): readonly (readonly [string, Declared])[] {
  if (!ts.isPropertySignature(member)) return [];
  const type = member.type === undefined ? "" : print(member.type);
  const optional = member.questionToken !== undefined;
  return [[`${owner}.${print(member.name)}`, { type, optional, owner }]];
}

const printer = ts.createPrinter({ removeComments: true });

function typeText(node: ts.Node, file: ts.SourceFile): string {
  const text = printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\s+/g, " ");
  return text.replace(OPEN_UNION, "string");
}

/** Any text is right where one of these is, so its values come and go. */
const OPEN_UNION = /(?:\| )?(?:(["'])(?:\\.|(?!\1).)*\1 \| )+\(string & \{\s*\}\)/g;

/** The interfaces whose values an app passes: of parameters and options, and all that they hold. */
function namesTaken(surface: Surface): ReadonlySet<string> {
  const names = new Set([...surface.keys()].filter((name) => /^\w+(?:Params|Options)$/.test(name)));
  for (const name of names) {
    for (const { type, owner } of surface.values()) {
      if (owner !== name) continue;
      for (const [used] of type.matchAll(/\b[A-Z]\w*/g)) names.add(used);
    }
  }
  return names;
}

function effectOf(from: Declared, to: Declared): Effect {
  if (from.type !== to.type) return "changed";
  if (from.optional === to.optional) return "none";
  const passed = /(?:Params|Options)$/.test(to.owner ?? "");
  return passed === to.optional ? "added" : "changed";
}

/** A member goes and comes with its interface. */
function withoutMembers(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter((name) => !all.has(name.replace(/\..*$/, "")) || !name.includes("."));
}
