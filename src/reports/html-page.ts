import { style } from "./html-style.ts";
import { type Html, html } from "./html-template.ts";

/** A page that needs nothing else: no script, nothing loaded, readable in the dark and on paper. */
export function htmlPage(title: string, body: Html): string {
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`}`;
}
