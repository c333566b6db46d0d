import type {
  ConsumerChange,
  ConsumerRecord,
  NewToken,
  RenewedToken,
  TemporaryRecord,
  TokenRecord,
} from "../store.js";
import { readGrant, readScopes } from "./grant-row.js";
import {
  readList,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
  storedList,
  storedText,
  type Fields,
  type Row,
} from "./row.js";
import { endOf } from "./token-end.js";
import type { Vault } from "./vault.js";

/** Records to rows and back: what SQLite, PostgreSQL and Redis keep in columns or fields of the same names. */
export interface RecordCodec {
  readonly writeConsumer: (consumer: ConsumerRecord) => Promise<Fields>;
  readonly writeSecret: (consumer: Pick<ConsumerRecord, "key" | "secret">) => Promise<Fields>;
  readonly readConsumer: (row: Row) => Promise<ConsumerRecord>;
  readonly writeTemporary: (temporary: TemporaryRecord) => Promise<Fields>;
  readonly readTemporary: (row: Row) => Promise<TemporaryRecord>;
  readonly writeToken: (token: TokenRecord) => Promise<Fields>;
  /** Without the columns that say whose it is: those come from the temporary credentials. */
  readonly writeNewToken: (token: NewToken) => Promise<Fields>;
  readonly writeRenewedToken: (token: RenewedToken) => Promise<Fields>;
  readonly readToken: (row: Row) => Promise<TokenRecord>;
  /** Reads a row that was looked for. Where there is none a secret is opened all the same, so that the time does not tell. */
  readonly found: <T>(
    row: Row | undefined,
    read: (row: Row) => Promise<T>,
  ) => Promise<T | undefined>;
}

/**
 * The codec of a store whose secrets this vault seals.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const codec = recordCodec(createVault("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="));
 * const record = { tokenHash: "t1", secret: secret("s1"), consumer: "k1", callback: "oob", expiresAt: 9 };
 * const row = await codec.writeTemporary(record);
 * row.token_hash; // => "t1"
 * (await codec.readTemporary(row)).secret.expose(); // => "s1"
 */
export function recordCodec({ seal, open, openNothing }: Vault): RecordCodec {
  const writeSecret: RecordCodec["writeSecret"] = async ({ key, secret }) => ({
    consumer_key: storedText(key),
    secret: await seal(`consumer ${key}`, secret),
  });
  const writeRenewedToken: RecordCodec["writeRenewedToken"] = async (token) => ({
    token_hash: storedText(token.tokenHash),
    secret: await seal(`token ${token.tokenHash}`, token.secret),
    expires_at: token.expiresAt ?? null,
    handle_hash: optional(token.session?.handleHash),
    session_expires_at: token.session?.expiresAt ?? null,
    ends_at: endOf(token) ?? null,
  });
  const writeNewToken: RecordCodec["writeNewToken"] = async (token) => ({
    ...(await writeRenewedToken(token)),
    grant_id: storedText(token.grant),
    created_at: token.createdAt,
  });
  return {
    writeSecret,
    writeNewToken,
    writeRenewedToken,
    async writeConsumer(consumer) {
      const { key, previous, createdAt } = consumer;
      return {
        ...(await writeSecret(consumer)),
        previous_secret: previous ? await seal(`consumer ${key}`, previous.secret) : null,
        previous_expires_at: previous?.expiresAt ?? null,
        created_at: createdAt,
        ...NO_TERMS,
        ...changeFields(consumer),
      };
    },
    async readConsumer(row) {
      const key = readText(row, "consumer_key");
      const secret = await open(`consumer ${key}`, readText(row, "secret"));
      const before = readOptionalText(row, "previous_secret");
      const previous = before && {
        secret: await open(`consumer ${key}`, before),
        expiresAt: readNumber(row, "previous_expires_at"),
      };
      return { key, secret, ...(previous && { previous }), ...agreement(row) };
    },
    async writeTemporary({ tokenHash, secret, consumer, callback, scopes, expiresAt, user }) {
      return {
        token_hash: storedText(tokenHash),
        secret: await seal(`temporary ${tokenHash}`, secret),
        consumer_key: storedText(consumer),
        callback: storedText(callback),
        scopes: storedList(scopes),
        expires_at: expiresAt,
        user_id: optional(user),
      };
    },
    async readTemporary(row) {
      const tokenHash = readText(row, "token_hash");
      const user = readOptionalText(row, "user_id");
      return {
        tokenHash,
        secret: await open(`temporary ${tokenHash}`, readText(row, "secret")),
        consumer: readText(row, "consumer_key"),
        callback: readText(row, "callback"),
        expiresAt: readNumber(row, "expires_at"),
        ...readScopes(row),
        ...(user !== undefined && { user }),
      };
    },
    async writeToken(token) {
      return {
        ...(await writeNewToken(token)),
        consumer_key: storedText(token.consumer),
        user_id: storedText(token.user),
        scopes: storedList(token.scopes),
      };
    },
    async readToken(row) {
      const tokenHash = readText(row, "token_hash");
      const secret = await open(`token ${tokenHash}`, readText(row, "secret"));
      const { id: grant, ...given } = readGrant(row);
      return { tokenHash, secret, grant, ...given, ...lifetime(row) };
    },
    found: (row, read) => (row === undefined ? openNothing() : read(row)),
  };
}

/**
 * The columns of what changes about a consumer, and no others; null is what becomes absent.
 *
 * @example
 * changeFields({ disabled: true, owner: null }); // => { owner: null, disabled: 1 }
 */
export function changeFields(change: ConsumerChange): Fields {
  const { name, publicKey, owner, callbacks, methods, privileges, disabled } = change;
  return {
    ...(name !== undefined && { name: storedText(name) }),
    ...(publicKey !== undefined && { public_key: optional(publicKey) }),
    ...(owner !== undefined && { owner: optional(owner) }),
    ...(callbacks !== undefined && { callbacks: storedList(callbacks) }),
    ...(methods !== undefined && { methods: storedList(methods) }),
    ...(privileges !== undefined && { privileges: storedList(privileges) }),
    ...(disabled !== undefined && { disabled: Number(disabled) }),
  };
}

// Every column of a new consumer has to have a value.
const NO_TERMS: Fields = {
  public_key: null,
  owner: null,
  methods: null,
  privileges: null,
  disabled: null,
};

function agreement(row: Row): Omit<ConsumerRecord, "key" | "previous" | "secret"> {
  const publicKey = readOptionalText(row, "public_key");
  const owner = readOptionalText(row, "owner");
  const methods = readList(row, "methods");
  const privileges = readList(row, "privileges");
  const disabled = readOptionalNumber(row, "disabled");
  return {
    name: readText(row, "name"),
    callbacks: readList(row, "callbacks") ?? [],
    createdAt: readNumber(row, "created_at"),
    ...(publicKey !== undefined && { publicKey }),
    ...(owner !== undefined && { owner }),
    ...(methods && { methods }),
    ...(privileges && { privileges }),
    ...(disabled !== undefined && { disabled: disabled === 1 }),
  };
}

function lifetime(row: Row): Pick<TokenRecord, "expiresAt" | "session"> {
  const expiresAt = readOptionalNumber(row, "expires_at");
  const handleHash = readOptionalText(row, "handle_hash");
  const end = readOptionalNumber(row, "session_expires_at");
  return {
    ...(expiresAt !== undefined && { expiresAt }),
    ...(handleHash !== undefined && {
      session: { handleHash, ...(end !== undefined && { expiresAt: end }) },
    }),
  };
}

function optional(text: string | null | undefined): string | null {
  return text === undefined || text === null ? null : storedText(text);
}
