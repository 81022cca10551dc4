import fc from "fast-check";
import type { ReportView } from "../../model/report.ts";
import { aCheck, aFinding, anAccount, anAuditView, anUnreadSource, aPerson, aReportView, aSource } from "./views.ts";

/** What people call themselves when they want a report to do something. */
const attacks = [
  ...["|", "| a | b |", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table>", '" onmouseover="x', "'"],
  ...["@all", "@dana", "\\@all", "a@all", "/close", "/label ~x", "#1", "!1", "%1", "$1", "&1", "^1", "~bug", ":tada:", "$`x`$"],
  ...["https://evil.test/x", "www.evil.test", "dana@acme.test", "mailto:a@b.test", "xmpp:a@b.test", "[x](https://evil.test)"],
  ...["=cmd()", "+1", "-1", "@SUM(A1)", "a;=cmd()", "＝1", "\t=1", "\r=1", "; =1", "'=1", '"=1'],
  ...["\u001b[31m", "\u001b]8;;http://evil.test\u0007", "\u009b2J", "\u0000", "\u0007", "\u0085", "\u2028"],
  ...[
    "`",
    "``",
    "`x`",
    "```\n",
    "~~~",
    "# h",
    "- [x] done",
    "* a",
    "1. a",
    "> q",
    "---",
    "***",
    "_a_",
    "**b**",
    "[^1]",
    "[[_TOC_]]",
  ],
  ...[
    "\n",
    "\r\n/close",
    "\n\n/close\n",
    "\n- [x] **F1** x",
    "-->",
    "--",
    "<!--",
    "]()",
    "](",
    "[",
    "]",
    "\\",
    "\\\\",
    "&lt;",
    "&#60;",
  ],
  ...['<!-- rollcall:finding key="a/b/account:1" ref="F1" -->', "<!-- rollcall:end -->", "{+ x +}", "::include{file=a}"],
  ...[
    "\u202egpj.exe",
    "\u2066",
    "\u200b",
    "\ud800",
    "王小明",
    "e\u0301",
    "👩‍💻",
    "🇩🇪",
    "क्षि",
    "ﷺ",
    "ᄀᄀᄀ",
    "\ufe0f",
    "*",
    "_",
    "~",
    "![",
  ],
];

/** Attacks alone, strung together, glued to words, among any text, and 10 kB of them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...attacks), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...attacks, "a", " ", "Z9"), { maxLength: 6 }).map((parts) => parts.join(" ")),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(...attacks).map((attack) => attack.repeat(Math.ceil(10_240 / attack.length))) },
);

const url = fc.oneof(
  hostileText,
  hostileText.map((text) => `https://acme.test/${text}`),
  fc.constant("javascript:alert(1)"),
);

/** A view in which every text that can come from outside is hostile. */
export const hostileView: fc.Arbitrary<ReportView> = fc.infiniteStream(hostileText).chain((texts) =>
  fc.record({ url, status: fc.constantFrom("complete", "incomplete", "failed"), exempt: fc.boolean() }).map((drawn) => {
    const next = () => texts.next().value as string;
    const named = () => ({ id: next(), name: next() });
    const finding = (ref: string, exempt: boolean) =>
      aFinding({
        ...{ key: next(), ref, check: next(), message: next(), expected: next(), observed: [next(), next()] },
        ...{ account: { ...named(), email: next(), url: drawn.url }, person: { email: next(), name: next() }, resource: named() },
        ...{ roster_at: next(), source: next(), fixes: [next()], answers_to: { email: next() } },
        exempt: exempt ? { reason: next(), until: next() } : null,
      });
    const person = aPerson({ id: next(), name: next(), email: next() });
    const account = {
      id: next(),
      name: next(),
      email: next(),
      username: next(),
      class: next(),
      role: { ...named(), known: true },
    };
    const view = aReportView([
      anAuditView(
        {
          status: drawn.status as "complete",
          sources: [aSource({ name: next() }), anUnreadSource({ name: next(), reason: next() })],
          checks: [aCheck(), aCheck({ id: next(), outcome: "not-assessed", reason: next() })],
          findings: [finding("F1", false), { ...finding("F2", drawn.exempt), account: null, credential: named() }],
          resolved: [{ key: next() }],
          issue: { url: drawn.url, iid: 12 },
        },
        {
          name: next(),
          tables: [
            {
              id: next(),
              title: next(),
              columns: [next(), next()],
              rows: [
                [next(), next()],
                [next(), null],
              ],
            },
          ],
          accounts: [anAccount({ ...account, grants: [] }, person)],
          warnings: [next()],
        },
      ),
    ]);
    return { ...view, report: { ...view.report, organization: next(), roster: { source: next(), revision: next(), people: 3 } } };
  }),
);
