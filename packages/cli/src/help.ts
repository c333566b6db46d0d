import { Help, type HelpConfiguration } from "commander";

/** Help that can be read in a narrow terminal too: where a description has no room beside its term, it stands below. */
export const NARROW_HELP: HelpConfiguration = {
  minWidthToWrap: 20,
  formatItem(...item) {
    const [term, termWidth, description, helper] = item;
    const width = helper.helpWidth ?? 80;
    const isBeside = description === "" || width - termWidth >= 24;
    if (isBeside) return Help.prototype.formatItem.apply(helper, item);
    const below = helper.boxWrap(description, width - INDENT.length);
    return `  ${term}\n${below.replace(/^/gm, INDENT)}`;
  },
};

const INDENT = " ".repeat(6);
