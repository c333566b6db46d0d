import type { Row } from "./row.js";
import { bindingRows } from "./rows/binding.js";
import { bodyHashRows } from "./rows/body-hash.js";
import { callbackRows } from "./rows/callbacks.js";
import { consentRows } from "./rows/consent.js";
import { hostRows } from "./rows/hosts.js";
import { indistinctRows } from "./rows/indistinct.js";
import { leakRows } from "./rows/leaks.js";
import { limitRows } from "./rows/limits.js";
import { loginRows } from "./rows/login.js";
import { methodRows } from "./rows/methods.js";
import { parameterRows } from "./rows/parameters.js";
import { rawRows } from "./rows/raw.js";
import { replayRows } from "./rows/replay.js";
import { switchRows } from "./rows/switches.js";

/** Every attack that is tried over HTTP, by theme. */
export const ROWS: readonly Row[] = [
  ...loginRows,
  ...indistinctRows,
  ...replayRows,
  ...bindingRows,
  ...methodRows,
  ...parameterRows,
  ...rawRows,
  ...hostRows,
  ...callbackRows,
  ...consentRows,
  ...limitRows,
  ...leakRows,
  ...bodyHashRows,
  ...switchRows,
];
