import type { JSONPath } from "jsonc-parser";
import type { Descriptor } from "./descriptor.js";
import {
  lastUpTo,
  lineStarts,
  type DescriptorDocument,
  type Finding,
  type Rule,
  type Subject,
} from "./document.js";
import { readDocument, readPlain } from "./read-document.js";
import { accountServerRules } from "./rules/account-servers.js";
import { answerRules } from "./rules/answers.js";
import { binaryRules } from "./rules/binary.js";
import { bodyRules } from "./rules/bodies.js";
import { errorRules } from "./rules/errors.js";
import { exampleRules } from "./rules/examples.js";
import { fieldRules } from "./rules/fields.js";
import { flowRules } from "./rules/flows.js";
import { headerRules } from "./rules/headers.js";
import { identityRules } from "./rules/identity.js";
import { liveSessionRules } from "./rules/live-session.js";
import { nameRules } from "./rules/names.js";
import { oneUrlRules } from "./rules/one-url.js";
import { objectMemberRules } from "./rules/object-members.js";
import { operationRules } from "./rules/operations.js";
import { paginationRules } from "./rules/pagination.js";
import { parameterRules } from "./rules/parameters.js";
import { profileRules } from "./rules/profile.js";
import { signingRules } from "./rules/signing.js";
import { stepValueRules } from "./rules/step-values.js";
import { stepRules } from "./rules/steps.js";
import { tlsRules } from "./rules/tls.js";
import { typeRules } from "./rules/types.js";
import { urlRules } from "./rules/urls.js";
import { variableRules } from "./rules/variables.js";
import { checkSchema, descriptorOf } from "./schema-issues.js";
import { readType } from "./schema.js";
import { entriesOf, nodeAt, valueOf } from "./tree.js";

/** One mistake in a descriptor, where it stands, and what was probably meant. */
export interface Issue {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  /** Such as `oauth.tokenCredentials.fields["a.b"]`; empty for the whole file. */
  readonly path: string;
  /** A stable name of the rule that was broken. */
  readonly rule: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** A descriptor, or all that is wrong with it. */
export type ParseResult =
  | { readonly ok: true; readonly descriptor: Descriptor }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads the text of a descriptor and reports every mistake at once, in the order of the file; it never throws.
 *
 * @example
 * const result = parseDescriptor('{ "descriptorVersion": 2 }', { file: "providers/acme.json" });
 * result.ok; // => false
 * const [issue] = result.ok ? [] : result.issues.filter(({ rule }) => rule === "not-allowed");
 * issue && formatIssue(issue); // => "providers/acme.json:1:24 error this must be 1; the file was written for a newer version of the schema: update @oauth1/codegen"
 */
export function parseDescriptor(text: string, options: { readonly file: string }): ParseResult {
  // Some editors begin a file with a byte order mark (RFC 8259 section 8.1).
  const json = text.replace(/^\uFEFF/, "");
  const descriptor = faultless(json, options.file);
  if (descriptor !== undefined) return { ok: true, descriptor };
  const { document, findings, isLost, isWhole } = readDocument(json, options.file);
  const value = findings.length === 0 ? plainValue(document) : valueOf(document.root);
  const schema = checkSchema(value, document);
  // Of an empty file, the parser's complaint about it says nothing more.
  const syntax = document.text.trim() === "" ? [] : findings;
  const said = schema.findings.filter(({ offset }) => syntax.length === 0 || !isLost(offset));
  const broken = [...syntax, ...withoutEchoes(said, syntax)];
  // What is already wrong is not judged twice.
  const judged = new Set(broken.map(({ offset }) => offset));
  const subject = subjectOf({ ...document, root: schema.root });
  // Of what could not be read nobody can say how it fits the rest.
  const semantic = (isWhole ? RULES : [])
    .flatMap((rule) => [...rule(subject)])
    .filter(({ offset }) => !judged.has(offset) && !isLost(offset));
  // One text can hold the same mistake twice.
  const each = new Map(semantic.map((one) => [`${one.offset} ${one.message}`, one]));
  const all = [...broken, ...each.values()].sort((a, b) => a.offset - b.offset);
  if (schema.descriptor !== undefined && all.length === 0) {
    return { ok: true, descriptor: schema.descriptor };
  }
  const lines = lineStarts(document.text);
  return { ok: false, issues: all.map((finding) => issueOf(finding, lines, options.file)) };
}

/** Nearly every descriptor is right, and where its parts stand would take as long to find out as all that is judged. */
function faultless(text: string, file: string): Descriptor | undefined {
  const read = readPlain(text, file);
  const descriptor = read && descriptorOf(read.value);
  if (read === undefined || descriptor === undefined) return undefined;
  const subject = subjectOf(read.document);
  const isFaulty = RULES.some((rule) => !isEmpty(rule(subject)));
  return isFaulty ? undefined : descriptor;
}

function isEmpty(findings: Iterable<Finding>): boolean {
  for (const _finding of findings) return false;
  return true;
}

function subjectOf(document: DescriptorDocument): Subject {
  const types = entriesOf(nodeAt(document.root, "types")).map(({ key, value: type }) => ({
    name: key,
    description: undefined,
    type: readType(type),
  }));
  return { ...document, types };
}

// The platform is faster, where it takes the same text.
function plainValue({ text, root }: DescriptorDocument): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return valueOf(root);
  }
}

/** What a schema cannot say: how the parts of a descriptor must fit each other. */
const RULES: readonly Rule[] = [
  ...identityRules,
  ...nameRules,
  ...variableRules,
  ...urlRules,
  ...accountServerRules,
  ...flowRules,
  ...stepRules,
  ...stepValueRules,
  ...oneUrlRules,
  ...answerRules,
  ...fieldRules,
  ...signingRules,
  ...liveSessionRules,
  ...tlsRules,
  ...errorRules,
  ...headerRules,
  ...operationRules,
  ...parameterRules,
  ...objectMemberRules,
  ...bodyRules,
  ...binaryRules,
  ...paginationRules,
  ...profileRules,
  ...typeRules,
  ...exampleRules,
];

/** Where the syntax is broken, what seems to be missing may only be unreadable. */
function withoutEchoes(
  findings: readonly Finding[],
  syntax: readonly Finding[],
): readonly Finding[] {
  if (syntax.length === 0) return findings;
  return findings.filter(({ rule }) => !OF_GAPS.has(rule));
}

const OF_GAPS: ReadonlySet<string> = new Set([
  "duplicate-item",
  "empty",
  "missing-property",
  "too-many",
  "wrong-type",
]);

/**
 * One line for a person or an editor: `file:line:column error message (did you mean "…"?)`.
 *
 * @example
 * formatIssue({
 *   file: "providers/acme.json",
 *   line: 12,
 *   column: 7,
 *   path: "oauth",
 *   rule: "unknown-property",
 *   message: 'there is no property "tokenCredential"',
 *   suggestion: "tokenCredentials",
 * }); // => 'providers/acme.json:12:7 error there is no property "tokenCredential" (did you mean "tokenCredentials"?)'
 */
export function formatIssue(issue: Issue): string {
  const hint = issue.suggestion === undefined ? "" : ` (did you mean "${issue.suggestion}"?)`;
  return `${issue.file}:${issue.line}:${issue.column} error ${issue.message}${hint}`;
}

function issueOf(finding: Finding, lines: readonly number[], file: string): Issue {
  const { offset, rule, message, suggestion } = finding;
  const line = lastUpTo(offset, lines);
  return {
    file,
    line: line + 1,
    column: offset - (lines[line] ?? 0) + 1,
    path: formatPath(finding.path),
    rule,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function formatPath(path: JSONPath): string {
  return path
    .map((part) => {
      if (typeof part === "number") return `[${part}]`;
      return /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join("")
    .replace(/^\./, "");
}
