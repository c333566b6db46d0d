/** The page, served: a login to follow, the playground and the doctor. For Node.js. */
export type {
  KeyKind,
  PageProvider,
  PageProviders,
  Stage,
  StoryAction,
  StoryEvent,
  StoryKeys,
  StoryMessage,
  StorySignature,
  StoryState,
} from "./story/contract.js";
export type { KeptEmulatorOptions } from "./story/kept-emulator.js";
export { pageProviders } from "./story/page-providers.js";
export { startPage, type PageOptions, type ServedPage } from "./story/page-server.js";
