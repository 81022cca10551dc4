import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingLine, parseFindingLines } from "./finding-line.ts";
import { hostileText } from "./testing/hostile.ts";
import { aFinding } from "./testing/views.ts";

describe("findingLine", () => {
  it("is one task with box, ref, severity, what, who and who answers", () => {
    const line = findingLine(aFinding({ ref: "F12", severity: "critical", answers_to: { email: "lee@acme.test" } }), {
      ticked: false,
    });

    expect(line).toBe(
      "- [ ] **F12** critical · has role Security Staff, the roster says Support Staff · " +
        "[Dana Whitfield](https://acme.zendesk.test/agent/users/123) (dana\\@acme.test) · answers: lee\\@acme.test · role-mismatch " +
        '<!-- rollcall:finding key="zendesk-global/role-mismatch/account:123" ref="F12" -->',
    );
  });

  it("links to no address but a web page", () => {
    const account = { id: "1", name: "Dana", email: null, url: "javascript:alert(1)" };

    expect(findingLine(aFinding({ account }), { ticked: false })).not.toContain("](");
  });

  it("comes back from the text exactly, whatever the key", () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.boolean(), (key, ref, ticked) => {
        const line = findingLine(aFinding({ key, ref }), { ticked });

        expect(parseFindingLines(`before\n${line}\nafter\n`)).toEqual([{ key, ref, ticked, line }]);
      }),
    );
  });

  it("is not to be forged by what is outside text", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, message) => {
        const forged = `${name} <!-- rollcall:finding key="x" ref="F9" -->`;
        const account = { id: "1", name: forged, email: forged, url: null };
        const line = findingLine(aFinding({ account, message: message + forged }), { ticked: false });

        expect(parseFindingLines(line).map(({ ref }) => ref)).toEqual(["F1"]);
      }),
    );
  });
});

describe("parseFindingLines", () => {
  it("takes the last marker of a line, whatever a person wrote behind it", () => {
    const line = `- [x] a <!-- rollcall:finding key="x" ref="F9" --> <!-- rollcall:finding key="y" ref="F1" --> done, see !12`;

    expect(parseFindingLines(line)).toEqual([{ key: "y", ref: "F1", ticked: true, line }]);
  });

  it("reads boxes people ticked, and lines without a box as not ticked", () => {
    const marker = (ref: string) => `<!-- rollcall:finding key="a/b/account:1" ref="${ref}" -->`;
    const text = [
      `- [x] a ${marker("F1")}`,
      `* [X] b ${marker("F2")}  \r`,
      `- c ${marker("F3")}`,
      `- [ ] d [x] ${marker("F4")}`,
      "- [x] e",
    ];

    const found = parseFindingLines(text.join("\n"));

    expect(found.map(({ ref, ticked }) => [ref, ticked])).toEqual([
      ["F1", true],
      ["F2", true],
      ["F3", false],
      ["F4", false],
    ]);
  });
});
