import { type Html, html, raw } from "./html.ts";

const STYLE = `
:root { color-scheme: light dark; --ink: #1f1e24; --soft: #626168; --line: #dcdcde; --page: #fff; --band: #fbfafd; --link: #1068bf; --open: #24663b; --shut: #1068bf; --mark: #8f4700; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececef; --soft: #a4a3a8; --line: #434248; --page: #18171d; --band: #232228; --link: #63a6e9; --open: #52b87a; --shut: #63a6e9; --mark: #e9be74; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; }
header.bar { border-bottom: 1px solid var(--line); background: var(--band); padding: 10px 24px; color: var(--soft); }
main { max-width: 1180px; margin: 0 auto; padding: 20px 24px 60px; }
main.issue { display: grid; grid-template-columns: minmax(0, 1fr) 220px; gap: 12px 36px; }
main.issue > .top { grid-column: 1 / -1; }
@media (max-width: 860px) { main.issue { grid-template-columns: minmax(0, 1fr); } }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 24px; margin: 8px 0 4px; } h2 { border-bottom: 1px solid var(--line); padding-bottom: 4px; }
.badge { border: 1px solid currentColor; border-radius: 12px; padding: 1px 10px; font-size: 13px; margin-right: 8px; }
.opened { color: var(--open); } .closed { color: var(--shut); } .confidential, .locked { color: var(--mark); }
.label { display: inline-block; border-radius: 10px; padding: 0 9px; margin: 0 4px 4px 0; font-size: 13px; color: #fff; }
.soft { color: var(--soft); font-size: 13px; }
aside dt { color: var(--soft); font-size: 13px; margin-top: 14px; } aside dd { margin: 2px 0 0; }
.md { overflow-wrap: anywhere; } .md table { border-collapse: collapse; display: block; overflow-x: auto; font-size: 14px; }
.md th, .md td { border: 1px solid var(--line); padding: 5px 10px; text-align: left; } .md th { background: var(--band); }
.md pre, .md code { background: var(--band); border-radius: 4px; } .md pre { padding: 10px; overflow-x: auto; } .md code { padding: 1px 4px; }
.md blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 14px; color: var(--soft); }
.md li:has(> .task-list-item-checkbox), .md li:has(> p > .task-list-item-checkbox) { list-style: none; margin-left: -22px; }
.md img { max-width: 100%; } .md input { margin: 0 6px 0 0; accent-color: var(--link); }
.thread { border: 1px solid var(--line); border-radius: 6px; margin: 14px 0; } .thread > article { padding: 10px 16px; } .thread > article + article { border-top: 1px solid var(--line); background: var(--band); }
.system { padding: 4px 16px; } .system p { display: inline; }
textarea { width: 100%; min-height: 70px; background: var(--page); color: inherit; border: 1px solid var(--line); border-radius: 4px; padding: 8px; font: inherit; }
button { background: var(--band); color: inherit; border: 1px solid var(--line); border-radius: 4px; padding: 5px 12px; font: inherit; cursor: pointer; }
table.list { width: 100%; border-collapse: collapse; } table.list td { border-bottom: 1px solid var(--line); padding: 9px 6px; vertical-align: top; }
#said { color: var(--mark); }
`;

const SCRIPT = `
for (const box of document.querySelectorAll(".task-list-item-checkbox:not([disabled])")) {
  box.addEventListener("change", async () => {
    const { line, source, note } = box.dataset;
    const body = JSON.stringify({ line: Number(line), line_source: source, checked: box.checked, ...(note && { note_id: Number(note) }) });
    const answer = await fetch(location.pathname + "/tick", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (answer.ok) return location.reload();
    box.checked = !box.checked;
    document.querySelector("#said").textContent = "Not saved: " + JSON.stringify(await answer.json().catch(() => answer.status));
  });
}
`;

/** A whole page. `nonce` lets its own script run and no other. */
export function page({
  title,
  crumbs,
  viewer,
  body,
  nonce,
}: {
  title: string;
  crumbs: Html;
  viewer: string;
  body: Html;
  nonce: string;
}): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · GitLab (simulated)</title><style>${raw(STYLE)}</style></head>
<body><header class="bar">${crumbs} <span class="soft">· simulated GitLab · signed in as ${viewer}</span></header>
${body}
<script nonce="${nonce}">${raw(SCRIPT)}</script>
</body></html>`.text;
}
