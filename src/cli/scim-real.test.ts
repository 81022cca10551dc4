import { afterEach, expect, test } from "vitest";
import { type RealScim, startRealScim } from "../testing/real-scim.ts";
import { foundIn, useDirectory } from "../testing/use-directory.ts";

const on = useDirectory();
const running: RealScim[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

async function realServer(args: readonly string[] = []): Promise<RealScim> {
  const server = await startRealScim(args);
  running.push(server);
  return server;
}

/** The directory's entry, pointed at another server. */
function pointedAt(url: string): (text: string) => string {
  return (text) => text.replace(/url: .*\/scim\/v2/, `url: ${url}`);
}

test("the same directory on a real SCIM server gives the same findings, and nothing is written there either", async () => {
  const server = await realServer();
  const at = await on.audited(on.configured(pointedAt(server.url)));
  expect(foundIn(at)).toEqual(on.planted());
  expect([at.audit.status, at.code]).toEqual(["complete", 0]);
  expect(at.audit.counts).toEqual((await on.audited()).audit.counts);
  expect(await server.counted()).toEqual({ requests: 2, writes: 0 });
});

test("250 users and ten groups of a real SCIM server are four requests", async () => {
  const server = await realServer(["--large"]);
  const at = await on.audited(on.configured((text) => pointedAt(server.url)(text).replace(/ {4}admin_groups: .*\n/, "")));
  expect(at.audit.sources.map(({ rows, expected, requests, status }) => [rows, expected, requests, status])).toEqual([
    [250, 250, 3, "complete"],
    [10, 10, 1, "complete"],
  ]);
  expect(await server.counted()).toEqual({ requests: 4, writes: 0 });
});

test("a real server's refusals are told in its own words", async () => {
  const server = await realServer(["--token", "example-token-of-another"]);
  const at = await on.audited(on.configured(pointedAt(server.url)));
  expect([at.audit.status, at.code]).toEqual(["failed", 4]);
  for (const { reason } of at.audit.sources) expect(reason).toContain("answered 401: Authorization not detected!");
  const wrong = await on.audited(on.configured(pointedAt(`${server.url}/v3`)));
  expect(wrong.audit.status).toBe("failed");
});
