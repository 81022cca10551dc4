import { html, raw } from "hono/html";
import type { Request } from "../env.ts";

export interface Plain {
  status: 200 | 401 | 403 | 429 | 502 | 503;
  title: string;
  /** Paragraphs. */
  says: readonly string[];
  /** Shown as it is typed. */
  command?: string;
  action?: { text: string; href: string };
}

/** A page before anybody is signed in: no script, nothing to load. */
export async function plainPage(request: Request, { status, title, says, command, action }: Plain): Promise<Response> {
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Rollcall</title>
<style nonce="${request.get("nonce")}">${raw(style)}</style>
</head>
<body>
<main>
<p class="brand">Rollcall</p>
<h1>${title}</h1>
${says.map((text) => html`<p>${text}</p>\n`)}
${command ? html`<pre><code>${command}</code></pre>` : ""}
${action ? html`<p><a class="button" href="${action.href}">${action.text}</a></p>` : ""}
</main>
</body>
</html>
`;
  return request.html(body, status);
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #f6f7f9; --card: #fff; --line: #d8dee4; --accent: #1f5fbf; --on: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --soft: #a3acb6; --paper: #14171b; --card: #1c2025; --line: #343b43; --accent: #8ab4f8; --on: #10141a }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif }
main { width: 100%; max-width: 27rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
.brand { margin: 0 0 1.5rem; color: var(--soft); font-weight: 600 }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3 }
p { margin: 0 0 1rem; overflow-wrap: anywhere }
p:last-child { margin-bottom: 0 }
pre { margin: 0 0 1rem; padding: .75rem 1rem; overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px }
.button { display: block; padding: .7rem 1rem; text-align: center; font-weight: 600; text-decoration: none; color: var(--on);
  background: var(--accent); border-radius: 8px }
.button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
`;
