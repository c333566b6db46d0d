/** The providers that can be chosen: `providers.json` beside the page. */
export interface PageProviders {
  /** Whether a story server answers; false where the page is only files. */
  readonly live: boolean;
  /** The id of the provider that is chosen in the beginning. */
  readonly first?: string;
  readonly providers: readonly PageProvider[];
}

/** What the page knows of a provider. */
export interface PageProvider {
  readonly id: string;
  readonly name: string;
  /** How a user comes to a token here, in one sentence. */
  readonly way: string;
  /** The names on the wire; the first one is the default. */
  readonly methods: readonly string[];
  readonly transmission: "header" | "query" | "body";
  readonly realm?: string;
  readonly bodyHash: "never" | "auto" | "always";
  /** Whether `oauth_version` is sent. */
  readonly version: boolean;
  /** Between the parameters of the Authorization header. */
  readonly separator?: string;
  /** Whether an empty `oauth_token` is sent where there is no token. */
  readonly emptyToken?: boolean;
  /** Whether the key ends with an ampersand where there is no token. */
  readonly keyAmpersand?: boolean;
  readonly documentation?: string;
  /** What code for its generated package is written with. */
  readonly sdk: {
    readonly package: string;
    readonly factory: string;
    readonly client: string;
    /** The variables that have no default, with their examples. */
    readonly variables: Pairs;
  };
  /** Requests to try: the one for temporary credentials first, where there is one. */
  readonly samples: readonly SampleRequest[];
}

/** A request to a provider, with examples for its variables. */
export interface SampleRequest {
  readonly title: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Pairs;
  readonly body?: string;
  /** What signs it: the client credentials and, of `token` and `api`, temporary or token credentials besides. */
  readonly leg: "api" | "consumer" | "temporary" | "token";
  /** Further `oauth_` parameters. */
  readonly parameters?: Pairs;
}

/** A chosen provider, running. */
export interface Stage {
  readonly provider: PageProvider;
  readonly consumer: { readonly origin: string; readonly name: string };
  readonly providerOrigin: string;
  /** The provider that can be linked besides. */
  readonly second: { readonly id: string; readonly name: string };
  /** Where the user's browser begins. */
  readonly start: string;
  /** The provider's list of connected apps. */
  readonly connected: string;
  readonly actions: readonly StageAction[];
}

/** An experiment that can be asked for. */
export interface StageAction {
  readonly id: StoryAction;
  readonly title: string;
  readonly explanation: string;
  /** Whether it can be done when the stage was asked for; `StoryState` says how that changes. */
  readonly available: boolean;
}

/** The experiments; to deny is a button of the real consent page. */
export type StoryAction =
  | "call"
  | "call-linked"
  | "old-timestamp"
  | "replay"
  | "tamper"
  | "wrong-secret"
  | "wrong-verifier";

/** The answer to an action; what it does is heard as messages. */
export type ActionResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Who sends and receives; the user's browser is the user. */
export type Actor = "consumer" | "provider" | "user";

/** One of the three key pairs of a login. */
export type KeyKind = "client" | "temporary" | "token";

/** What happened on the stage, in order; `index` is the place in that order. */
export type StoryEvent = StoryKeys | StoryMessage | StoryState;

/** An HTTP message, as it was heard at a socket. */
export interface StoryMessage {
  readonly kind: "message";
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly from: Actor;
  readonly to: Actor;
  /** The id of the linked provider that it is about; empty for none. */
  readonly provider: string;
  /** The name of the consumer, where it is an app of somebody else and not the site of the story. */
  readonly app?: string;
  readonly title: string;
  /** At most two sentences, with the section of RFC 5849. */
  readonly purpose: string;
  readonly phase: Phase;
  readonly direction: "request" | "response";
  /** The index of the request that is answered. */
  readonly answers?: number;
  readonly http: { readonly start: string; readonly headers: Pairs; readonly body: string };
  readonly parameters: readonly StoryParameter[];
  readonly signature?: StorySignature;
  /** It was refused: where, and which rule it broke. */
  readonly failed?: { readonly where: string; readonly why: string };
}

/** The part of the story that a message belongs to. */
export type Phase =
  "authorize" | "experiment" | "register" | "revoke" | "site" | "temporary" | "token" | "use";

/** A parameter of a message, decoded, and what it is for. */
export interface StoryParameter {
  readonly name: string;
  readonly value: string;
  readonly place: "answer" | "body" | "header" | "query";
  readonly purpose: string;
}

/** A signature, computed again from the bytes that were heard. */
export interface StorySignature {
  readonly method: string;
  readonly signedBy: readonly KeyKind[];
  /** The text of the key where it is a shared secret; what signs, otherwise. */
  readonly key: string;
  /** The base string in parts; joined they are the base string. */
  readonly parts: readonly BaseStringPart[];
  readonly baseString: string;
  /** As it was sent, decoded. */
  readonly signature: string;
  readonly right: boolean;
}

/** A part of a base string. */
export interface BaseStringPart {
  readonly part: "method" | "parameters" | "separator" | "uri";
  readonly text: string;
}

/** A key pair that appears or ends. Secrets are those of the emulation and worth nothing elsewhere. */
export interface StoryKeys {
  readonly kind: "keys";
  readonly index: number;
  readonly provider: string;
  /** Whose it is, where that is not the site of the story. */
  readonly app?: string;
  readonly pair: KeyKind;
  readonly key: string;
  readonly secret: string;
  readonly state: "denied" | "issued" | "revoked" | "spent";
  /** The index of the message that did it. */
  readonly message: number;
}

/** What the person can do next. */
export interface StoryState {
  readonly kind: "state";
  readonly index: number;
  /** One sentence. */
  readonly step: string;
  /** The actions that can be done now. */
  readonly available: readonly StoryAction[];
}

type Pairs = readonly (readonly [name: string, value: string])[];
