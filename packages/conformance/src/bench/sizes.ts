import { packageFolder } from "../paths.js";
import { output } from "../process.js";
import { benchOfFigures, single, type Bench } from "./report.js";

/** What a browser downloads, as size-limit measures it; the tests hold its budgets. */
export async function benchSizes(): Promise<Bench> {
  const text = await output("size-limit", ["--json"], { cwd: packageFolder("conformance") });
  const measured: readonly { readonly name: string; readonly size: number }[] = JSON.parse(text);
  return benchOfFigures(
    "size: minified and gzipped, in a browser",
    measured.map(({ name, size }) => {
      const wanted = /\((.*) is wanted\)/.exec(name)?.[1];
      const title = name.replace(/ \(.*\)$/, "");
      return single(title, size, { unit: "B", aim: wanted ? `at most ${wanted}` : "none" });
    }),
  );
}
