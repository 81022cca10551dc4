import { describe, expect, test } from "vitest";
import { json, listen, rig, send } from "./testing/loopback.ts";

describe("an address", () => {
  test.each(["http://acme.test", "ftp://127.0.0.1", "http://127.0.0.1.acme.test", "https://user:secret@acme.test"])(
    "%s is refused as a base",
    (base) => {
      expect(() => rig(new URL(base))).toThrow(
        expect.objectContaining({ actor: "configuration", message: expect.not.stringContaining("secret") }),
      );
    },
  );

  test.each(["https://acme.test", "http://127.1.2.3:8080", "http://[::1]:1", "http://localhost:1"])("%s is a base", (base) => {
    expect(() => rig(new URL(base))).not.toThrow();
  });

  test.each(["https://evil.test/x", "http://127.0.0.1:1/x", "javascript:alert(1)", "https://"])(
    "%s is not of the base, and nothing is sent",
    async (path) => {
      const server = await listen((response) => json(response, {}));
      const { client, signal } = rig(server.base);
      await expect(client.send(path, { signal })).rejects.toMatchObject({ actor: "platform" });
      expect(server.heard).toHaveLength(0);
    },
  );

  test("that looks like another host's stays below the base", async () => {
    const server = await listen((response) => json(response, {}));
    const { client, signal } = rig(server.base);
    await client.send("//evil.test/x", { signal });
    expect(server.heard[0]?.headers.host).toBe(server.base.host);
  });
});

describe("a redirect", () => {
  test("within the origin is followed, and counted", async () => {
    const server = await listen((response, { path }) =>
      path === "/new" ? json(response, { ok: true }) : send(response, "", { status: 301, headers: { Location: "/new" } }),
    );
    const { client, signal } = rig(server.base);
    const meter = { requests: 0 };
    const answer = await client.send("/old", { meter, signal });
    expect(answer.json()).toEqual({ ok: true });
    expect(answer.url.pathname).toBe("/new");
    expect(meter.requests).toBe(2);
  });

  test("to another host is not, and names it", async () => {
    const server = await listen((response) =>
      send(response, "", { status: 302, headers: { Location: "https://login.evil.test/?next=1" } }),
    );
    const { client, signal } = rig(server.base);
    await expect(client.send("/x", { signal })).rejects.toMatchObject({
      actor: "platform",
      message: expect.stringContaining("login.evil.test"),
    });
    expect(server.heard).toHaveLength(1);
  });

  test("that goes on for ever is ended", async () => {
    const server = await listen((response, { path }) => send(response, "", { status: 307, headers: { Location: `${path}x` } }));
    const { client, signal } = rig(server.base);
    await expect(client.send("/x", { signal })).rejects.toThrow("redirected more than 5 times");
    expect(server.heard).toHaveLength(6);
  });

  test("of a write is an error", async () => {
    const server = await listen((response) => send(response, "", { status: 301, headers: { Location: "/new" } }));
    const { client, signal } = rig(server.base);
    await expect(client.send("/x", { method: "POST", json: {}, signal })).rejects.toMatchObject({
      status: 301,
      actor: "platform",
    });
    expect(server.heard).toHaveLength(1);
  });
});
