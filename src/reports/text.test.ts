import { describe, expect, it } from "vitest";
import { shortText, visibleText, webAddress } from "./text.ts";

describe("visibleText", () => {
  it.each([
    ["Dana\u202egpj", "Dana⟨U+202E⟩gpj"],
    ["\u001b[31mred", "⟨U+001B⟩[31mred"],
    [" a\r\n\t b ", "a b"],
    ["tag \u{e0041}", "tag ⟨U+E0041⟩"],
    ["half \ud800", "half \ufffd"],
    ["👩‍💻", "👩‍💻"],
  ])("shows %j as %j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});

describe("shortText", () => {
  it("cuts between characters", () => {
    expect(shortText("𝒟𝒟𝒟", 2)).toBe("𝒟𝒟…");
    expect(shortText("𝒟𝒟", 2)).toBe("𝒟𝒟");
    expect(shortText("x".repeat(10_240))).toHaveLength(201);
  });
});

describe("webAddress", () => {
  it("is null for what a browser would run or a person cannot open", () => {
    expect([null, "javascript:alert(1)", "data:text/html,x", "/relative", "not one"].map(webAddress)).toEqual(
      Array(5).fill(null),
    );
    expect(webAddress("https://acme.test/a b")).toBe("https://acme.test/a%20b");
  });
});
