import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFindingLines } from "./finding-line.ts";
import { fitsInline, notesMarkdown } from "./markdown.ts";
import { summaryMarkdown } from "./summary-markdown.ts";
import { hostileView } from "./testing/hostile.ts";
import { parseMarkdown, referenceSource } from "./testing/parsed-markdown.ts";
import { aContext, aFinding, anAuditView, anUnreadSource, aReportView, aSource } from "./testing/views.ts";
import { shortText, webAddress } from "./text.ts";

const inline = { attachments: null };

describe("notesMarkdown", () => {
  it("says first that an audit could not look, with each source and reason", () => {
    const sources = [
      aSource(),
      anUnreadSource({ name: "groups" }),
      anUnreadSource({ name: "oauth tokens", status: "failed", reason: "cut" }),
    ];

    const lines = notesMarkdown(anAuditView({ status: "incomplete", sources }), aContext, inline).split("\n");

    expect(lines[0]).toBe("**Incomplete: could not look at 2 of 3 sources. What was not seen is not cleared.**");
    expect(lines[2]).toBe("- groups: could not look (refused): 403: an admin's token is needed");
    expect(lines[3]).toBe("- oauth tokens: could not look (failed): cut");
  });

  it("never says that nothing is wrong where not everything was read", () => {
    const nothing = { findings: [], sources: [anUnreadSource()] };

    const incomplete = notesMarkdown(anAuditView({ status: "incomplete", ...nothing }), aContext, inline);
    const failed = notesMarkdown(anAuditView({ status: "failed", ...nothing }), aContext, inline);

    expect(incomplete).toContain("No findings in what could be read");
    expect(failed).toContain("No findings, because nothing could be read");
    expect(incomplete + failed).not.toContain("No findings\n");
  });

  it("keeps the ticks of refs and lists exempt findings without a box", () => {
    const exempt = aFinding({ ref: "F3", key: "c", exempt: { reason: "bot", until: "2027-03-01" } });
    const findings = [aFinding({ key: "a" }), aFinding({ ref: "F2", key: "b" }), exempt];

    const notes = notesMarkdown(anAuditView({ findings }), aContext, { ...inline, ticked: new Set(["F2", "F3"]) });

    expect(notes).toMatch(/^- \[ \] \*\*F1\*\*.*\n- \[x\] \*\*F2\*\*/m);
    expect(notes).toMatch(/^- \*\*F3\*\*.* · exempt until 2027-03-01: bot </m);
  });

  it("keeps the refs of findings that are gone, and does not call them fixed where it could not look", () => {
    const earlier = new Map([
      ["zendesk-global/role-mismatch/account:123", "F1"],
      ["gone", "F10"],
      ["unseen", "F9"],
      ["unseen-too", "F11"],
    ]);
    const view = anAuditView({ status: "incomplete", resolved: [{ key: "gone" }] });

    const notes = notesMarkdown(view, aContext, { ...inline, earlier });

    expect(parseFindingLines(notes).map(({ ref, key }) => `${ref} ${key}`)).toEqual([
      "F1 zendesk-global/role-mismatch/account:123",
      "F10 gone",
      "F9 unseen",
      "F11 unseen-too",
    ]);
    expect(notes).toContain("They may still be wrong");
  });

  it("puts a link in the place of a table that is attached", () => {
    const attachments = new Map([["full-agents", "[full-agents.csv](/uploads/0a1b/full-agents.csv)"]]);

    const notes = notesMarkdown(anAuditView(), aContext, { attachments });

    expect(notes).toContain("### Full agents (1)\n\n1 row: [full-agents.csv](/uploads/0a1b/full-agents.csv)\n");
    expect(notes).not.toContain("| Dana |");
  });

  it("gives the same bytes for the same view", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const [audit = anAuditView()] = structuredClone(view).audits;

        expect(notesMarkdown(audit, aContext, inline)).toBe(notesMarkdown(view.audits[0] ?? anAuditView(), aContext, inline));
        expect(summaryMarkdown(structuredClone(view))).toBe(summaryMarkdown(view));
      }),
      { numRuns: 20 },
    );
  });
});

describe("hostile text in Markdown", () => {
  const marker = /^<!-- rollcall:(?:finding key="[A-Za-z0-9._/:+=-]*" ref="F\d+"|start) -->$/;
  const code =
    /^(0123456789ab|rollcall audit --format csv --accounts|\/rollcall [a-z]+ F12( until 2027-03-01)?(: why( it is right)?)?)$/;

  it("is only text", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const [audit = anAuditView()] = view.audits;
        const allowed = [audit.audit.issue?.url ?? "", ...audit.audit.findings.map(({ account }) => account?.url ?? "")];
        for (const markdown of [
          notesMarkdown(
            audit,
            { ...aContext, organization: view.report.organization, rosterLine: view.report.roster.source },
            inline,
          ),
          summaryMarkdown(view),
        ]) {
          const parsed = parseMarkdown(markdown);

          expect(parsed.html.filter((html) => !marker.test(html))).toEqual([]);
          expect(parsed.codes.filter((said) => !code.test(said))).toEqual([]);
          expect(parsed.kinds).not.toContain("image");
          expect(parsed.kinds).not.toContain("em_open");
          expect(parsed.kinds).not.toContain("s_open");
          expect([...hosts(parsed.links)].filter((host) => !hosts(allowed).has(host))).toEqual([]);
          expect(markdown.split("\n").filter((line) => /^\s*\//.test(line))).toEqual([]);
          expect(referenceSource(markdown)).not.toMatch(/www\.\w/i);
          expect(referenceSource(markdown)).not.toMatch(/[@#!~%$&^:](?=[\p{L}\p{N}_"*`])/u);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("reads as it was meant, control characters written out", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const [audit = anAuditView()] = view.audits;
        const texts = new Set(parseMarkdown(notesMarkdown(audit, aContext, inline)).texts);
        const cells = audit.tables.flatMap(({ columns, rows }) => [...columns, ...rows.flat().map((cell) => String(cell ?? ""))]);
        const meant = [
          ...cells.map((cell) => shortText(cell, 1_000)),
          ...audit.warnings.map((warning) => shortText(warning, 1_000)),
        ];

        for (const text of meant) expect(texts).toContain(text);
        expect(texts).toContain(meantFinding(audit.audit.findings[0] ?? aFinding()));
      }),
      { numRuns: 150 },
    );
  });

  /** Hosts a click may lead to. */
  function hosts(urls: string[]): Set<string> {
    return new Set(urls.flatMap((url) => URL.parse(webAddress(url) ?? "")?.host ?? []));
  }

  function meantFinding(finding: ReturnType<typeof aFinding>): string {
    const { account, resource, answers_to, check, message } = finding;
    const who = [account?.name || account?.email || account?.id, resource?.name || resource?.id].filter(Boolean).join(", ");
    const detail = account?.email || finding.person?.email || account?.id || "";
    const aside = detail === who || shortText(detail) === "" ? "" : ` (${shortText(detail)})`;
    const tail = [`answers: ${shortText(answers_to.email ?? "")}`, shortText(check)].filter(Boolean).map((part) => ` · ${part}`);
    return `[ ] F1 high · ${shortText(message, 1_000)} · ${shortText(who)}${`${aside}${tail.join("")}`.trimEnd()} `;
  }
});

describe("fitsInline", () => {
  const table = (rows: number) => ({ id: "t", title: "T", columns: ["a"], rows: Array.from({ length: rows }, () => ["x"]) });

  it("allows 500 rows over all tables and 200,000 characters, and no more", () => {
    expect(fitsInline("", [table(250), table(250)])).toBe(true);
    expect(fitsInline("", [table(250), table(251)])).toBe(false);
    expect(fitsInline("x".repeat(200_000), [])).toBe(true);
    expect(fitsInline("x".repeat(200_001), [])).toBe(false);
  });
});

describe("summaryMarkdown", () => {
  it("holds an overview and each audit in the order of the view", () => {
    const audits = [
      anAuditView({ status: "incomplete", sources: [anUnreadSource()] }),
      anAuditView({}, { name: "Zendesk US Federal" }),
    ];

    const summary = summaryMarkdown(aReportView(audits));

    expect(summary).toContain("| Zendesk Global | incomplete | 1 | 1 finding: 1 high |");
    expect(summary.match(/^## .*/gm)).toEqual(["## Zendesk Global", "## Zendesk US Federal"]);
  });

  it("names long tables instead of printing them", () => {
    const rows = Array.from({ length: 501 }, (_, index) => [`agent ${index}`]);
    const tables = [{ id: "light-agents", title: "Light agents", columns: ["name"], rows }];

    const summary = summaryMarkdown(aReportView([anAuditView({}, { tables })]));

    expect(summary).toContain("Light agents 501.");
    expect(summary).not.toContain("agent 7");
  });

  it("links to the issue", () => {
    const url = "https://gitlab.acme.test/acme/audits/-/issues/12";

    expect(parseMarkdown(summaryMarkdown(aReportView())).links).toContain(webAddress(url));
  });
});
