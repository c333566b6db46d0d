import { parseDescriptor, type ParameterPlace } from "@oauth1/descriptor";

/** Why no operation has a parameter of a name: the client sends it itself, or JavaScript has no room for it. */
export function refusalOf(name: string, place: ParameterPlace): string | undefined {
  if (name === "") return `a ${place} parameter without a name was left out`;
  if (place === "path") return undefined;
  const everywhere = refusalOfMember(name);
  if (everywhere !== undefined) return everywhere;
  if (place !== "header" && !name.startsWith("oauth_")) return undefined;
  const message = answers.get(`${place} ${name}`) ?? asked(name, place);
  if (answers.size < MOST_ANSWERS) answers.set(`${place} ${name}`, message);
  return message === "" ? undefined : `the ${place} parameter "${name}" was left out: ${message}`;
}

/** Why an app could leave out nothing of a name: whatever it gives has something there. */
export function refusalOfMember(name: string): string | undefined {
  if (!Object.hasOwn(Object.prototype, name)) return undefined;
  return `every JavaScript object has its own "${name}": it was left out`;
}

/** What whoever validates the descriptor will say, with the name itself left to whoever is told. */
function asked(name: string, place: ParameterPlace): string {
  if (place === "header" && name.toLowerCase() === "accept")
    return "answers are asked for by what they are";
  const parameters = { [name]: { in: place, type: "string" } };
  const operations = { send: { method: "POST", body: "form", parameters } };
  const result = parseDescriptor(JSON.stringify({ operations }), { file: "probe.json" });
  const issues = result.ok ? [] : result.issues;
  const issue = issues.find(({ rule, path }) => rule === "parameter" && path.includes(name));
  return issue?.message.replace(/: leave it out$/, "") ?? "";
}

// The names are those of headers and of OAuth, which are few and come again in every operation.
const answers = new Map<string, string>();
const MOST_ANSWERS = 1000;
