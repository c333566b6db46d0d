/**
 * How many columns a text takes, as prettier counts them: two for what East Asian scripts and emoji have, none for marks.
 *
 * @example
 * columnsOf("name"); // => 4
 * columnsOf("名前"); // => 4
 */
export function columnsOf(text: string): number {
  if (!/[^\0-\x7f]/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (/\p{Emoji_Presentation}|\uFE0F/u.test(segment)) columns += 2;
    else for (const character of segment) columns += widthOf(character);
  }
  return columns;
}

const graphemes = new Intl.Segmenter("en");

function widthOf(character: string): number {
  if (/[\p{Cc}\p{Mn}\p{Me}]/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
