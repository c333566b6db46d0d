import type { Descriptor, FlowModel, Issue, ProviderModel } from "@oauth1/descriptor";
import { shellQuoted } from "@oauth1/emulator/input";
import type { Command } from "commander";
import type { End } from "../commands.js";
import { EXIT, UsageError, type ExitCode } from "../failure.js";
import { builtInDescriptors, findProvider, readDescriptorSet } from "../provider/find.js";
import { note, paintFor, print, printJson, table } from "../terminal.js";

interface JsonFlag {
  readonly json?: true;
}

/** `oauth1 providers`: what is known about providers. */
export function declare(command: Command, end: End): void {
  command
    .command("list", { isDefault: true })
    .description("every provider that comes with the program")
    .option("--json", "as JSON")
    .allowExcessArguments()
    .action(async ({ json }: JsonFlag, { args: [provider] }: Command) => {
      if (provider !== undefined) {
        throw new UsageError(
          `This lists all, and takes no ${JSON.stringify(provider)}: oauth1 providers show ${shellQuoted(provider)} shows one, and oauth1 providers validate reads files.`,
        );
      }
      const rows = (await builtInDescriptors()).map(summaryOf);
      if (json) printJson({ ok: true, providers: rows });
      else print(table(rows.map(rowOf)).join("\n"));
      end(EXIT.fine);
    });
  command
    .command("show")
    .argument("<provider>", "a provider's id, or the path of a descriptor")
    .description("flows, signing, variables, quirks and operations")
    .option("--json", "everything that is resolved, as JSON")
    .action(async (provider: string, { json }: JsonFlag) => {
      const { model, retirement } = await findProvider(provider);
      if (json) printJson({ ok: true, provider: model });
      else print(pageOf(model, retirement));
      end(EXIT.fine);
    });
  command
    .command("validate")
    .argument("<paths...>", "descriptors, or folders of them")
    .description("every mistake in descriptors, with its place")
    .option("--json", "as JSON")
    .action(async (paths: readonly string[], { json }: JsonFlag) =>
      end(await validate(paths, json)),
    );
}

async function validate(paths: readonly string[], json: true | undefined): Promise<ExitCode> {
  const [{ counted, issueLines }, { parseDescriptor }, { sources, issues: doubles }] =
    await Promise.all([
      import("@oauth1/codegen"),
      import("@oauth1/descriptor"),
      readDescriptorSet(paths),
    ]);
  const issues: readonly Issue[] = [
    ...doubles,
    ...sources.flatMap(({ file, text }) => {
      const result = parseDescriptor(text, { file });
      return result.ok ? [] : result.issues;
    }),
  ];
  const isRight = issues.length === 0;
  if (json) printJson({ ok: isRight, files: sources.map(({ file }) => file), issues });
  else if (isRight) print(`${counted(sources.length, "descriptor")}, no mistakes`);
  else note([...issueLines(issues), counted(issues.length, "mistake")].join("\n"));
  return isRight ? EXIT.fine : EXIT.no;
}

interface Summary {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly signatureMethods: readonly string[];
  readonly operations: number;
}

function summaryOf({ id, name, state, oauth, operations }: Descriptor): Summary {
  const { signatureMethods } = oauth;
  return { id, name, state, signatureMethods, operations: Object.keys(operations).length };
}

function rowOf({ id, name, state, signatureMethods, operations }: Summary): readonly string[] {
  const [method = ""] = signatureMethods;
  return [
    id,
    name,
    state,
    method,
    `${operations} ${operations === 1 ? "operation" : "operations"}`,
  ];
}

function pageOf(model: ProviderModel, retirement: string | undefined): string {
  const { id, name, summary, documentation, state, oauth, variables, quirks, operations } = model;
  const paint = paintFor(process.stdout);
  const part = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", paint("bold", heading), ...lines.map((line) => `  ${line}`)];
  const described = variables.map((one) => [one.name, `such as ${one.example}`, one.description]);
  const calls = operations.map((one) => [one.id, one.method, one.path, one.auth, one.summary]);
  return [
    `${paint("bold", name)} (${id}, ${state})`,
    summary,
    documentation,
    ...(retirement === undefined ? [] : [paint("yellow", retirement)]),
    ...part("Signed with", [oauth.signatureMethods.map((method) => method.name).join(", ")]),
    ...part("Flows", table(oauth.flows.map(flowRow))),
    ...part("Variables", table(described)),
    ...part("What surprises", quirks),
    ...part("Operations", table(calls)),
  ].join("\n");
}

function flowRow(flow: FlowModel): readonly string[] {
  if ("temporaryCredentials" in flow) return [flow.kind, flow.temporaryCredentials.url];
  if ("tokenCredentials" in flow) return [flow.kind, flow.tokenCredentials.url];
  if ("endpoint" in flow) return [flow.kind, flow.endpoint.url];
  return [flow.kind, flow.description ?? ""];
}
