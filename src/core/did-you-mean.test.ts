import fc from "fast-check";
import { expect, it } from "vitest";
import { didYouMean, editDistance } from "./did-you-mean.ts";

it.each([
  ["zendesk-gobal", "zendesk-global"],
  ["Zendesk-Global", "zendesk-global"],
  ["zendesk-us-fedreal", "zendesk-us-federal"],
  ["pagerduty", null],
  ["", null],
])("%j → %j", (word, meant) => {
  expect(didYouMean(word, ["zendesk-global", "zendesk-us-federal"])).toBe(meant);
});

it("prefers the nearest, the first of several", () => {
  expect(didYouMean("roles", ["role", "roles_x", "rules"])).toBe("role");
});

it("finds short words one letter off", () => {
  expect(didYouMean("ur", ["url"])).toBe("url");
});

it("measures as a distance should", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});
