/** Lets the requests of a session go to the servers that its account names, besides where they would go anyway. */
export type ServersOfAccount = <T extends Reach>(
  context: ServerContext<T>,
  account: unknown,
) => { readonly transport: T };

/** What leads to a server. */
export interface ServerContext<T extends Reach> {
  /** Templates. */
  readonly api: { readonly baseUrl: string; readonly hosts?: Readonly<Record<string, string>> };
  readonly options: { readonly originMap?: Readonly<Record<string, string>> | undefined };
  readonly transport: T;
}

/** How far signed requests get. */
export interface Reach {
  /** Where a URL template of the provider's description is really reached. */
  readonly locate: (template: string) => string;
  /** The same for a URL that is no template. */
  readonly relocate: (url: string) => string;
  readonly origins: ReadonlySet<string>;
}
