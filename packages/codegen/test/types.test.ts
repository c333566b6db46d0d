import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  AGREED,
  BROKER,
  CARRIED,
  DEVICES,
  DISPATCH,
  FEEDS,
  ICONS,
  KEYED,
  LAUNCH,
  MIXED,
  SHAPES,
  SHOP,
  TENANT,
} from "./fixtures/oddities.js";
import { NASTY } from "./fixtures/nasty.js";
import { PHOTOS } from "./fixtures/photos.js";
import { filesOf, modelOf } from "./models.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
// An SDK is the one package that depends on just what an emitted package depends on.
const home = join(root, "packages/sdk/twitter/node_modules/.cache");
const MODELS = [
  PHOTOS,
  LAUNCH,
  TENANT,
  BROKER,
  ICONS,
  SHOP,
  SHAPES,
  DISPATCH,
  AGREED,
  DEVICES,
  FEEDS,
  KEYED,
  CARRIED,
  MIXED,
  NASTY,
  modelOf("bare"),
];

/** Apps that use the packages as one should, and as one must not. */
const USES: Readonly<Record<string, string>> = {
  photos: `
    import { addPhoto, createPhotos, findPhotos, getMe, paginate, renamePhoto, type Photo, type PhotosAccount, type PhotosSession } from "@oauth1/photos";
    const photos = createPhotos({ consumer: { key: "k", secret: "s" } });
    const { temporary } = await photos.begin({ callback: "oob", variant: "authenticate", params: { access: "read", scopes: ["a"] } });
    const account: PhotosAccount = await photos.complete({ temporary, verifier: "v" });
    const id: number = account.user_id ?? 0;
    const session: PhotosSession = photos.session(await photos.renew(account));
    const app: PhotosSession<"consumer"> = photos.consumerSession();
    for await (const photo of paginate(findPhotos, app, { params: { "tag.names": ["a"], order: "other" } })) {
      const one: Photo = photo;
      console.log(one.owner?.joined);
    }
    const name: string | null | undefined = (await getMe(session)).name;
    await addPhoto(session, { id, title: name ?? "", photo: new Blob() });
    const text: string = await renamePhoto(session, { id: "1", title: "" });
    const { access_token } = await photos.bearerToken(account, { audience: "maps", hours: 1 });
    const who: string | undefined = (await photos.identify(account)).answer.id;
    await photos.revoke({ key: access_token, secret: who ?? text });
    // @ts-expect-error a required parameter is missing
    await addPhoto(session, { id });
    // @ts-expect-error there is no such parameter
    await getMe(session, { x: 1 });
    // @ts-expect-error the app alone is not enough
    await getMe(app);
    // @ts-expect-error there is no such page
    await photos.begin({ callback: "oob", variant: "other" });
    await photos.xAuth({ username: "u", password: "p", params: { device: "d" } });
    // @ts-expect-error an exchange cannot do without what it requires
    await photos.bearerToken(account);
    // @ts-expect-error nor can a login with a password
    await photos.xAuth({ username: "u", password: "p" });
    // @ts-expect-error a login cannot be asked for that
    await photos.begin({ callback: "oob", params: { other: "" } });
    await photos.reverseAuth();
    await photos.reverseAuth({ params: { access: "read" } });
    // @ts-expect-error the page alone is told this, and a device has none
    await photos.reverseAuth({ params: { force_login: true } });
  `,
  devices: `
    import { createDevices, type DevicesReverseAuthParams } from "@oauth1/devices";
    const devices = createDevices({ consumer: { key: "k", secret: "s" } });
    const params: DevicesReverseAuthParams = { scope: "read", model: "watch" };
    await devices.reverseAuth({ params });
    // @ts-expect-error the provider wants to know it
    await devices.reverseAuth();
    // @ts-expect-error the description says it
    await devices.reverseAuth({ params: { scope: "read", version: "2" } });
  `,
  agreed: `
    import { createAgreed } from "@oauth1/agreed";
    import type { AsymmetricKey } from "@oauth1/core";
    declare const encryptionKey: AsymmetricKey;
    const agreed = createAgreed({ consumer: { key: "k", secret: "s", encryptionKey, diffieHellman: "pem" } });
    const { temporary } = await agreed.begin({ callback: "oob" });
    const account = await agreed.complete({ temporary, verifier: "v" });
    const live = await agreed.openLiveSession(account);
    const id: string | undefined = (await agreed.identify(live)).id;
    console.log(id);
    // @ts-expect-error calls are signed with a live session
    await agreed.identify(account);
  `,
  dispatch: `
    import { addThing, createDispatch, exportThings, listThings, paginate, type Thing, type Things } from "@oauth1/dispatch";
    const dispatch = createDispatch({ consumer: { key: "k", secret: "s" } });
    await dispatch.begin({ callback: "oob", params: { once: true } });
    const session = dispatch.session({ key: "t", secret: "s" });
    const csv: string = await exportThings(session, { expand: false, all: true });
    await dispatch.begin({ callback: "oob", params: { once: undefined } });
    await exportThings(session, { expand: true, all: undefined });
    for await (const thing of paginate(listThings, session)) console.log((thing satisfies Thing).id, csv);
    const { Thing: some }: Things = await listThings(session);
    const all: readonly Thing[] = some === undefined ? [] : "id" in some ? [some] : some;
    await addThing(session, { name: all[0]?.id ?? "", urgent: true });
    // @ts-expect-error every call sends it, so no app can
    await addThing(session, { action: "drop" });
    // @ts-expect-error a boolean is a boolean, however it is written
    await exportThings(session, { expand: "" });
  `,
  launch: `
    import { createLaunch, getPerson, readLaunchKey } from "@oauth1/launch";
    const { consumer, token } = readLaunchKey("a:b:c");
    createLaunch({ consumer }).session(token);
    const launch = createLaunch({ consumer: { key: "k" } });
    const { temporary } = await launch.begin({ callback: "https://app.example/", params: { allow: "READ" } });
    const account = await launch.complete({ temporary });
    console.log(account["lp.context"], await getPerson(launch.session(account), { name: "a" }));
    // @ts-expect-error the provider wants to know it
    await launch.begin({ callback: "https://app.example/" });
  `,
  broker: `
    import { createBroker, listAccounts } from "@oauth1/broker";
    const broker = createBroker({ consumer: { key: "k", secret: "s", privateKey: "pem" } });
    const { temporary } = await broker.begin({ callback: "oob" });
    const account = await broker.complete({ temporary, verifier: "v" });
    console.log(await listAccounts(broker.session(account)));
    // @ts-expect-error the login is signed with a private key
    createBroker({ consumer: { key: "k", secret: "s" } });
    // @ts-expect-error calls are signed with a secret
    createBroker({ consumer: { key: "k", privateKey: "pem" } });
  `,
  tenant: `
    import { createTenant, getProject, search } from "@oauth1/tenant";
    const tenant = createTenant({ consumer: { key: "k", privateKey: "pem" }, variables: { site: "https://a.example", environment: "sandbox" } });
    const { id } = await getProject(tenant.session({ key: "a", secret: "" }), { id: 1 });
    const found: unknown = await search(tenant.consumerSession(), { q: String(id) });
    console.log(found);
    // @ts-expect-error a secret is no private key
    createTenant({ consumer: { key: "k", secret: "s" }, variables: { site: "https://a.example" } });
    // @ts-expect-error the site is missing
    createTenant({ consumer: { key: "k", privateKey: "pem" } });
    // @ts-expect-error there is no such environment
    createTenant({ consumer: { key: "k", privateKey: "pem" }, variables: { site: "", environment: "other" } });
    // @ts-expect-error this provider sends its users back to a URL
    await tenant.begin({ callback: "oob" });
  `,
  feeds: `
    import { createFeeds, getFeed, type FeedStatus, type PostField } from "@oauth1/feeds";
    const feeds = createFeeds({ consumer: { key: "k" } });
    const status: FeedStatus = "of tomorrow";
    const fields: PostField[] = ["created_at"];
    const session = feeds.session({ key: "t", secret: "s" });
    const feed = await getFeed(session, { status, "post.fields": fields });
    const answer: FeedStatus | null | undefined = feed.status;
    const nothing: object = await feeds.wakeUp({ key: "t", secret: answer ?? "" });
    console.log(nothing);
    // @ts-expect-error a number is none of them
    const wrong: FeedStatus = 1;
    console.log(wrong);
  `,
  icons: `
    import { createIcons, getCount, getIcon, getPing } from "@oauth1/icons";
    const session = createIcons({ consumer: { key: "k", secret: "s" } }).consumerSession();
    const tags: readonly string[] = (await getIcon(session, { id: 1 })).tags;
    const count: number = await getCount(session);
    console.log(tags, count, await getPing(session));
    // @ts-expect-error nobody has a token here
    createIcons({ consumer: { key: "k", secret: "s" } }).session({ key: "", secret: "" });
  `,
  keyed: `
    import { createKeyed } from "@oauth1/keyed";
    import { mockKeyed } from "@oauth1/keyed/testing";
    createKeyed({ fetch: mockKeyed() }).session({ key: "t", secret: "" });
    // @ts-expect-error nobody is told which app it is
    createKeyed({ consumer: { key: "k", secret: "s" } });
  `,
  carried: `
    import { createCarried, getStatus } from "@oauth1/carried";
    const carried = createCarried({ consumer: { key: "k" } });
    await getStatus(carried.consumerSession());
    await getStatus(carried.session({ key: "t", secret: "" }));
    // @ts-expect-error the app has to be named
    createCarried({});
  `,
  mixed: `
    import { createMixed, listFiles } from "@oauth1/mixed";
    const mixed = createMixed({ consumer: { key: "k", privateKey: "pem" } });
    const pushed = await mixed.completePushed({ verifier: "v", params: { email: "e" } });
    await listFiles(mixed.session(pushed));
    await mixed.begin({ callback: "oob", params: { email: "e", lang: "en" } });
    const token = { key: "t", secret: "s", n: 7, paid: true };
    mixed.session({ ...token, shard: "https://s7.mixed.example" });
    mixed.session({ ...token, shard: "https://s7.mixed.example", spare: "a" });
    // @ts-expect-error without its server, files cannot be listed
    mixed.session(token);
    // @ts-expect-error a number is no text
    mixed.session({ ...token, shard: "https://s7.mixed.example", n: "7" });
    // @ts-expect-error the page alone is told this, and the provider has no page here
    await mixed.completePushed({ verifier: "v", params: { email: "e", lang: "en" } });
    // @ts-expect-error that there is no secret does not make up for the private key
    createMixed({ consumer: { key: "k" } });
  `,
  shapes: `
    import { createShapes, listLinks, listOffset, paginate, patchWhole, type Entry, type Item, type Json } from "@oauth1/shapes";
    const shapes = createShapes({ consumer: { key: "k", secret: "s" } });
    const { temporary } = await shapes.begin();
    const session = shapes.session(await shapes.complete({ temporary, verifier: "123456" }));
    for await (const { x } of paginate(listOffset, session, {})) console.log(x?.toFixed());
    for await (const entry of paginate(listLinks, session, {})) show(entry);
    const json: Json = { a: [1, "b", { c: [] }] };
    await patchWhole(session, { value: ["none", { kind: "circle", radius: 1 }] });
    console.log(json);
    function show(entry: Entry): void {
      const item: Item | undefined = entry.of;
      if (item?.kind === "circle") console.log(item.radius);
      else console.log(item?.side, entry.children?.[0]?.["0"]);
    }
    // @ts-expect-error a circle has no side
    const wrong: Item = { kind: "circle", side: 1 };
    console.log(wrong);
  `,
};

let folder: string;
const entries: string[] = [];

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  folder = mkdtempSync(join(home, "types-"));
  for (const model of MODELS) {
    const files = filesOf(model);
    for (const [path, text] of files) put(join(model.id, path), text);
    const blocks = [...(files.get("README.md") ?? "").matchAll(/```ts\n([\s\S]*?)```/g)];
    for (const [index, [, code = ""]] of blocks.entries()) {
      put(join(model.id, `readme-${index}.ts`), `${code}\nexport {};`);
    }
    put(join(model.id, "use.ts"), `${USES[model.id] ?? ""}\nexport {};`);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (file.endsWith(".ts")) entries.push(file);
}

it("emits packages and READMEs that are right under the repository's own compiler options", () => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const paths = Object.fromEntries(
    MODELS.flatMap(({ id }) => [
      [`@oauth1/${id}`, [join(folder, id, "src/index.ts")]],
      [`@oauth1/${id}/testing`, [join(folder, id, "src/testing.ts")]],
    ]),
  );
  const program = ts.createProgram(entries, { ...options, paths, noUnusedLocals: false });
  const mistakes = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, start = 0, messageText }) =>
      [
        file?.fileName.replace(folder, ""),
        file?.getLineAndCharacterOfPosition(start).line,
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ].join(": "),
    );
  expect(mistakes).toEqual([]);
});
