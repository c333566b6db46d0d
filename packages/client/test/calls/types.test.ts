import { describe, expectTypeOf, it } from "vitest";
import {
  numberedPages,
  operation,
  pagedOperation,
  paginate,
  type CallOptions,
  type ClientOptions,
  type Operation,
  type PagedOperation,
  type Session,
  type SessionLevel,
} from "@oauth1/client";

interface Album {
  readonly title: string;
}

const getAlbum: Operation<"photos", { readonly id: string }, Album> = operation({
  provider: "photos",
  method: "GET",
  path: "/albums/{id}",
  result: "json",
});

const getStatus: Operation<"photos", object, string, SessionLevel> = operation({
  provider: "photos",
  method: "GET",
  path: "/status",
  auth: "consumer",
  result: "text",
});

// A program passes on what it may not have.
const options = (signal: AbortSignal | undefined, timeout: number | undefined): CallOptions => ({
  ...{ signal, timeout, headers: undefined, retry: undefined, onProgress: undefined },
});
const clientOptions = (given: Partial<ClientOptions>): ClientOptions => ({
  consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
  ...{ fetch: given.fetch, timeout: given.timeout, signal: given.signal, onRetry: given.onRetry },
  ...{ originMap: given.originMap, origins: given.origins, retry: given.retry, now: given.now },
});

const listAlbums: PagedOperation<"photos", object, { readonly albums: Album[] }, Album> =
  pagedOperation({
    provider: "photos",
    method: "GET",
    path: "/albums",
    result: "json",
    pagination: numberedPages({ parameter: "page", items: "albums" }),
  });

// Nothing of this runs: that it compiles, or does not, is the assertion.
const compileOnly = (sessions: {
  readonly photos: Session<"photos">;
  readonly consumer: Session<"photos", "consumer">;
  readonly videos: Session<"videos">;
}): readonly unknown[] => [
  getAlbum(sessions.photos, { id: "1" }),
  getStatus(sessions.photos),
  getStatus(sessions.consumer),
  // @ts-expect-error a session of videos cannot reach an operation of photos
  getAlbum(sessions.videos, { id: "1" }),
  // @ts-expect-error nor by way of withResponse
  getAlbum.withResponse(sessions.videos, { id: "1" }),
  // @ts-expect-error nor page by page
  paginate(listAlbums, sessions.videos),
  // @ts-expect-error an operation for a user's token is not for the consumer alone
  getAlbum(sessions.consumer, { id: "1" }),
  // @ts-expect-error nor are its pages
  paginate(listAlbums, sessions.consumer),
  // @ts-expect-error a required parameter cannot be left out
  getAlbum(sessions.photos),
  // @ts-expect-error a session of the consumer is no session of a user
  sessions.consumer satisfies Session<"photos">,
  getAlbum(sessions.photos, { id: "1" }, options(undefined, undefined)),
  clientOptions({}),
];

const allAlbums = (session: Session<"photos">): AsyncIterable<Album> =>
  paginate(listAlbums, session);

describe("the types of calls", () => {
  it("let a session only reach what its provider and level allow", () => {
    expectTypeOf(compileOnly).returns.toEqualTypeOf<readonly unknown[]>();
  });

  it("know results, items and pages", () => {
    expectTypeOf(getAlbum).returns.resolves.toEqualTypeOf<Album>();
    expectTypeOf(getAlbum.withResponse).returns.resolves.toHaveProperty("result");
    expectTypeOf(allAlbums).returns.toExtend<AsyncIterable<Album>>();
    expectTypeOf<CallOptions>().toHaveProperty("timeout");
    expectTypeOf(listAlbums).toExtend<Operation<"photos", object, { readonly albums: Album[] }>>();
  });
});
