// The fonts of the reader's system: nothing is fetched for the look of letters.
import theme from "vitepress/theme-without-fonts";
import "./style.css";

export default theme;
