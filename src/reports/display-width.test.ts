import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from "./display-width.ts";
import { hostileText } from "./testing/hostile.ts";
import { visibleText } from "./text.ts";

describe("displayWidth", () => {
  it.each([
    ["Dana", 4],
    ["王小明", 6],
    ["ﾃｽﾄ", 3],
    ["テスト", 6],
    ["한국어", 6],
    ["e\u0301", 1],
    ["👩‍💻", 2],
    ["🇩🇪", 2],
    ["❤️", 2],
    ["…", 1],
    ["Ünal", 4],
    ["", 0],
  ])("of %s is %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("cutting", () => {
  it("never cuts through a character and never exceeds the width", () => {
    expect(cutToWidth("王小明", 6)).toBe("王小明");
    expect(cutToWidth("王小明", 5)).toBe("王小…");
    expect(cutToWidth("王小明", 4)).toBe("王…");
    expect(cutToWidth("ab👩‍💻cd", 4)).toBe("ab…");
    fc.assert(
      fc.property(hostileText, fc.nat({ max: 40 }), (text, width) => {
        expect(displayWidth(cutToWidth(visibleText(text), width))).toBeLessThanOrEqual(width);
        expect(displayWidth(fitToWidth(visibleText(text), width))).toBe(width);
      }),
    );
  });
});

describe("wrapToWidth", () => {
  it("loses nothing but the spaces it breaks at", () => {
    expect(wrapToWidth("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapToWidth("https://acme.test/long", 10)).toEqual(["https://ac", "me.test/lo", "ng"]);
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 4, max: 40 }), (text, width) => {
        const visible = visibleText(text);

        expect(wrapToWidth(visible, width).join("").replaceAll(" ", "")).toBe(visible.replaceAll(" ", ""));
      }),
    );
  });
});
