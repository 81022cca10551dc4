import { Html } from "./html-template.ts";

/** The page's one style sheet: calm, dense where data is dense, light and dark, printable. Unread is hatched, never green. */
export const style = new Html(`
:root{color-scheme:light dark;--ink:#1c1f26;--dim:#5b6472;--line:#e2e5ea;--bg:#fbfbfa;--card:#fff;--accent:#3b5bdb;--ok:#2b8a3e;--critical:#c92a2a;--high:#d9480f;--medium:#946200;--low:#5b6472;--unread:#6741d9;--calm:#d3f0da;--hatch:repeating-linear-gradient(45deg,#d0bfff 0 4px,#f3f0ff 4px 8px)}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8ec;--dim:#9aa3b2;--line:#2c313a;--bg:#14161a;--card:#1b1e24;--accent:#91a7ff;--ok:#69db7c;--critical:#ff8787;--high:#ffa94d;--medium:#ffd43b;--low:#9aa3b2;--unread:#b197fc;--calm:#1f4d2b;--hatch:repeating-linear-gradient(45deg,#5f3dc4 0 4px,#2b2440 4px 8px)}}
*{box-sizing:border-box}
body{margin:0 auto;padding:28px 32px;max-width:1240px;font:14px/1.45 Inter,system-ui,sans-serif;color:var(--ink);background:var(--bg);font-variant-numeric:tabular-nums}
h1{font-size:24px;letter-spacing:-.02em;margin:0}h2{font-size:18px;margin:0}h3{font-size:14px;margin:22px 0 6px}
p{margin:4px 0}.dim{color:var(--dim)}a{color:var(--accent)}
.kpi{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));margin:20px 0;padding:0;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.kpi div{padding:12px 18px}.kpi dt{font-size:12px;color:var(--dim)}.kpi dd{margin:2px 0 0;font-size:24px;font-weight:600;letter-spacing:-.02em}
section{margin:22px 0;padding:16px 18px;border:1px solid var(--line);border-radius:10px;background:var(--card)}
section>header{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;align-items:baseline}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:4px 0 8px}
caption{text-align:left;color:var(--dim);padding:8px 0 4px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}th{overflow-wrap:normal}.who{min-width:13em}.value{min-width:10em}.what{min-width:19em}.digest{white-space:nowrap;font:12px/1.5 ui-monospace,monospace}
thead th{border-top:0;font-size:12px;font-weight:600;color:var(--dim)}td.number,th.number{text-align:right}
.severity{font-weight:600;white-space:nowrap}.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.unread{color:var(--unread);font-weight:600}.ok{color:var(--ok)}
.hatched{background:var(--hatch);padding:6px;border-radius:8px;margin:10px 0}.hatched>div{background:var(--card);padding:8px 14px;border-radius:4px}
.hatched ul{margin:6px 0;padding-left:20px}
.roll{display:flex;flex-wrap:wrap;gap:2px;margin:12px 0 2px;padding:0}.roll i{width:7px;height:14px;border-radius:1.5px;background:var(--calm)}
.roll .critical{background:var(--critical)}.roll .high{background:var(--high)}.roll .medium{background:var(--medium)}.roll .low{background:var(--low)}.roll .unseen{background:var(--hatch)}
.expected,.observed{font:12px/1.5 ui-monospace,monospace}.observed::before{content:"→ ";color:var(--dim)}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:11px}section{border:0;padding:0}thead{display:table-header-group}tr{break-inside:avoid}a{color:inherit}.hatched,.roll i{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`);
