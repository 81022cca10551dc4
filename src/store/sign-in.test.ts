import { describe, expect, test } from "vitest";
import type { StoredSession, StoredToken } from "../model/sign-in.ts";
import { servers, useServer } from "./testing/servers.ts";
import { storeAt } from "./testing/stores.ts";

const at = "2026-11-22T12:00:00.000Z";
const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
const hostile = 'Dana \u0000 "\ud800 \u2028';

const session = (more: Partial<StoredSession> = {}): StoredSession => ({
  ...{ digest: "a1", email: "dana@acme.test", name: hostile, groups: ["acme/support", hostile], via: "sign-in", browser: null },
  ...{ createdAt: at, seenAt: at, expiresAt: later(1000) },
  ...more,
});

const token = (more: Partial<StoredToken> = {}): StoredToken => ({
  ...{ digest: "t1", id: "one", email: "dana@acme.test", name: "Dana", groups: ["a"], via: "sign-in", label: "ci" },
  ...{ scopes: ["read", "decide"], createdAt: at, expiresAt: later(1000), usedAt: null, revokedAt: null },
  ...more,
});

const request = { who: "dana@acme.test", key: "k\u0000", request: "d1", at };

describe.each(servers)("on $name", (server) => {
  const on = useServer(server);
  const opened = async () => (await storeAt(await on.database())).signIn;

  test("a session comes back as it was given, until it is ended by its owner", async () => {
    const { sessions } = await opened();
    await sessions.begin(session());
    await sessions.begin(session({ digest: "b2", email: "lee@acme.test" }));
    expect(await sessions.find("a1")).toEqual(session());
    await sessions.seen("a1", later(5));
    expect((await sessions.of("dana@acme.test")).map(({ seenAt }) => seenAt)).toEqual([later(5)]);
    expect(await sessions.end({ email: "lee@acme.test", digest: "a1" })).toBe(false);
    expect(await sessions.end({ email: "dana@acme.test", digest: "a1" })).toBe(true);
    expect([await sessions.find("a1"), (await sessions.find("b2"))?.email]).toEqual([null, "lee@acme.test"]);
  });

  test("those of one person are ended at once, and those that are over are forgotten when somebody signs in", async () => {
    const { sessions } = await opened();
    await sessions.begin(session());
    await sessions.begin(session({ digest: "a2" }));
    await sessions.begin(session({ digest: "b", email: "lee@acme.test" }));
    expect([await sessions.endAll("dana@acme.test"), await sessions.endAll("dana@acme.test")]).toEqual([2, 0]);
    await sessions.begin(session({ digest: "c", createdAt: later(1000), expiresAt: later(2000) }));
    expect([await sessions.find("b"), (await sessions.find("c"))?.digest]).toEqual([null, "c"]);
  });

  test("a token comes back as it was given, is revoked once and by its owner, and follows what the provider says", async () => {
    const { tokens } = await opened();
    await tokens.make(token());
    await tokens.make(token({ digest: "t2", id: "two", via: "link" }));
    expect(await tokens.find("t1")).toEqual(token());
    await tokens.used("t1", later(7));
    await tokens.refresh({ email: "dana@acme.test", name: "Dana W", groups: [] });
    expect(await tokens.find("t1")).toEqual(token({ usedAt: later(7), name: "Dana W", groups: [] }));
    expect((await tokens.find("t2"))?.groups).toEqual(["a"]);
    expect(await tokens.revoke({ email: "lee@acme.test", id: "one", at })).toBe(false);
    expect(await tokens.revoke({ email: "dana@acme.test", id: "one", at })).toBe(true);
    expect(await tokens.revoke({ email: "dana@acme.test", id: "one", at: later(9) })).toBe(false);
    expect((await tokens.find("t1"))?.revokedAt).toBe(at);
    expect((await tokens.of("dana@acme.test")).map(({ id }) => id)).toEqual(["one", "two"]);
  });

  test("somebody is forgotten with all they have here, and nobody else", async () => {
    const { sessions, tokens, idempotency, forget } = await opened();
    for (const [digest, email] of [
      ["a", "dana@acme.test"],
      ["b", "lee@acme.test"],
    ] as const) {
      await sessions.begin(session({ digest, email }));
      await tokens.make(token({ digest, id: digest, email }));
      await idempotency.begin({ ...request, who: email });
      await idempotency.finish({ ...request, who: email }, { status: 200, answer: "{}" });
    }
    await forget("dana@acme.test");
    expect([await sessions.find("a"), await tokens.find("a")]).toEqual([null, null]);
    expect(await idempotency.begin(request)).toEqual({ state: "fresh" });
    expect([(await sessions.find("b"))?.email, (await tokens.find("b"))?.email]).toEqual(["lee@acme.test", "lee@acme.test"]);
    expect(await idempotency.begin({ ...request, who: "lee@acme.test" })).toMatchObject({ state: "done" });
  });

  test("of writes with one key that come at once one is done, and the others hear its answer afterwards", async () => {
    const { idempotency } = await opened();
    const begun = await Promise.all([1, 2, 3, 4].map(() => idempotency.begin(request)));
    expect(begun.map(({ state }) => state).sort()).toEqual(["fresh", "in-progress", "in-progress", "in-progress"]);
    await idempotency.finish(request, { status: 200, answer: '{"n":1}' });
    expect(await idempotency.begin(request)).toEqual({ state: "done", status: 200, answer: '{"n":1}' });
    expect(await idempotency.begin({ ...request, request: "d2" })).toEqual({ state: "differs" });
    expect(await idempotency.begin({ ...request, who: "lee@acme.test" })).toEqual({ state: "fresh" });
  });

  test("what came to nothing may be tried again: at once, or when whoever worked on it is dead; answers are kept a day", async () => {
    const { idempotency } = await opened();
    await idempotency.begin(request);
    await idempotency.abandon(request);
    expect(await idempotency.begin(request)).toEqual({ state: "fresh" });
    expect(await idempotency.begin({ ...request, at: later(299_999) })).toEqual({ state: "in-progress" });
    expect(await idempotency.begin({ ...request, at: later(300_000) })).toEqual({ state: "fresh" });
    await idempotency.finish(request, { status: 409, answer: "" });
    await idempotency.abandon(request);
    expect(await idempotency.begin({ ...request, at: later(300_000 + 86_399_999) })).toMatchObject({
      state: "done",
      status: 409,
    });
    expect(await idempotency.begin({ ...request, at: later(300_000 + 86_400_000) })).toEqual({ state: "fresh" });
  });
});
