import { render } from "preact";
import "./shared/tokens.css";
import "./shared/base.css";
import { Shell } from "./shell/shell.js";

const place = document.querySelector("#page");
if (place !== null) render(<Shell />, place);
