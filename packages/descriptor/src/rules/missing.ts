import type { TypeModel } from "../model.js";
import { resolvePath, unionMembers } from "../paths.js";
import type { Subject } from "../document.js";
import { closest } from "../suggest.js";

/** The first part of a path that the types rule out, with the path that was probably meant. */
export interface MissingPart {
  readonly part: string;
  readonly suggestion: string | undefined;
}

/** What a path into an answer lacks; `undefined` where it leads somewhere, or where nobody describes what is there. */
export function missingPart(
  subject: Subject,
  type: TypeModel,
  path: string,
): MissingPart | undefined {
  return missingFrom(
    {
      leads: (way) => resolvePath(subject, type, way) !== undefined,
      namesAt: (way) => namesIn(subject, resolvePath(subject, type, way)),
    },
    path,
  );
}

/** What paths lead through. */
export interface Ground {
  readonly leads: (path: string) => boolean;
  /** The names that can stand behind a path. */
  readonly namesAt: (path: string) => readonly string[];
}

/** What a path lacks; `undefined` where it leads somewhere. */
export function missingFrom({ leads, namesAt }: Ground, path: string): MissingPart | undefined {
  if (leads(path)) return undefined;
  const names = path.split(".");
  const known = names.findLastIndex((_, length) => leads(names.slice(0, length).join(".")));
  const meant = closest(names[known] ?? "", namesAt(names.slice(0, known).join(".")));
  const withName = (...between: readonly string[]): string =>
    [...names.slice(0, known), ...between, ...names.slice(known + 1)].join(".");
  const others = [withName("0", names[known] ?? ""), dotted(path)];
  return {
    part: names.slice(0, known + 1).join("."),
    suggestion: meant ? withName(meant) : others.find(leads),
  };
}

/** A way as JSON pointers, JSONPath and JavaScript write it, in the form of this format. */
function dotted(path: string): string {
  return path
    .replace(/^\$/, "")
    .replace(/\[(\d+)\]/g, ".$1")
    .replaceAll("/", ".")
    .replace(/^\./, "");
}

function namesIn(subject: Subject, type: TypeModel | undefined): readonly string[] {
  const members = type === undefined ? [] : unionMembers(subject, type);
  return members.flatMap((member) =>
    member.kind === "object" ? member.properties.map(({ name }) => name) : [],
  );
}

/** That there is no such name: with the one that was probably meant, or else with those that there are. */
export function unknownName(
  message: string,
  name: string,
  names: readonly string[],
): readonly [message: string, suggestion?: string] {
  const meant = closest(name, names);
  if (meant !== undefined) return [message, meant];
  return [names.length === 0 ? message : `${message} among ${[...new Set(names)].join(", ")}`];
}
