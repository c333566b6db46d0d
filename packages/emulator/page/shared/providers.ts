import { signal, type ReadonlySignal } from "@preact/signals";
import type { PageProviders } from "../contract.js";

const known = signal<PageProviders | undefined>(undefined);

/** The providers that can be chosen, once they are there. */
export const providers: ReadonlySignal<PageProviders | undefined> = known;

/** Fetches the providers, once for all views; `undefined` where the page is served without them. */
export function loadProviders(): Promise<PageProviders | undefined> {
  loading ??= fetchProviders();
  return loading;
}

let loading: Promise<PageProviders | undefined> | undefined;

async function fetchProviders(): Promise<PageProviders | undefined> {
  const response = await fetch("providers.json").catch(() => undefined);
  const found: PageProviders | undefined =
    response?.ok === true ? await response.json() : undefined;
  known.value = found;
  return found;
}
