import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { pageStyle } from "./page-style.ts";

/** A piece of a page, its text escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A whole page. It loads nothing: what it shows is in it. */
export function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(pageStyle)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

/** A description of the contract's, in which backticks mark names. */
export function described(text: string): Markup[] {
  return text.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
