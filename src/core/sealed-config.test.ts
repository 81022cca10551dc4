import { expect, test } from "vitest";
import type { BasisConfig } from "../model/basis.ts";
import { Secret } from "../model/secret.ts";
import { openedConfig, sealedConfig } from "./sealed-config.ts";

function configured(settings: unknown): BasisConfig {
  return {
    ...{ organization: "Acme", fiscalYearStarts: "february", timeZone: "UTC", people: {}, emailDomains: [], checks: {} },
    system: {
      id: "zendesk-global",
      platform: "zendesk",
      tracker: { files: "/home/dana/audits" },
      folder: "/home/dana",
      settings,
    },
  } as unknown as BasisConfig;
}

test("no secret, password or place on the machine is kept, and the rest comes back as it was", () => {
  const settings = {
    url: new URL("https://dana:hunter2@acme.zendesk.test/x"),
    auth: { token: new Secret("t0p-secret-example") },
    roles: { admin: "1", other: undefined },
    list: [1, null, true],
  };
  const text = JSON.stringify(sealedConfig(configured(settings)));
  expect(text).not.toMatch(/hunter2|t0p-secret|home|audits/);
  const { system } = openedConfig(JSON.parse(text));
  expect(system).toMatchObject({ id: "zendesk-global", tracker: null, folder: "" });
  const opened = system.settings as typeof settings;
  expect(opened.url).toEqual(new URL("https://acme.zendesk.test/x"));
  expect(opened.auth.token).toBeInstanceOf(Secret);
  expect([opened.roles, opened.list]).toEqual([{ admin: "1" }, [1, null, true]]);
});

test.each([[new Map([["a", 1]])], [new Date()], [() => 1], [Number.NaN]])(
  "a setting nobody said how to keep is an error, not a loss: %s",
  (value) => expect(() => sealedConfig(configured({ value }))).toThrow("configuration.system.settings.value cannot be kept"),
);
