import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fault } from "../kit/faults.ts";
import { type Answer, type TestAccount, useAccount } from "./testing/account.ts";

const start = useAccount();

interface Page {
  group_memberships: { id: number }[];
  meta: { has_more: boolean; after_cursor: string; before_cursor: string };
  links: { prev: string; next: string };
  next_page: string | null;
}

const path = "/api/v2/group_memberships";

function pageIn(answer: Answer): Page & { ids: number[] } {
  const page = answer.body as unknown as Page;
  return { ...page, ids: page.group_memberships.map(({ id }) => id) };
}

async function page(account: TestAccount, at: string): Promise<ReturnType<typeof pageIn>> {
  return pageIn(await account.get(at));
}

async function read(account: TestAccount, from: string): Promise<number[]> {
  const seen: number[] = [];
  for (let at = from; ; ) {
    const { ids, meta, links } = await page(account, at);
    seen.push(...ids);
    if (!meta.has_more) return seen;
    at = links.next;
  }
}

test("whatever the size of a page, a list is read once and in order", async () => {
  const account = await start();
  const ids = account.data.memberships.map(({ id }) => Number(id));
  const sizes = fc.integer({ min: 20, max: 150 });
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      expect(await read(account, `${path}?page[size]=${size}`)).toEqual(ids);
    }),
    { numRuns: 10 },
  );
});

test("the way back leads over the same rows", async () => {
  const account = await start();
  const first = await page(account, `${path}?page[size]=10`);
  const second = await page(account, first.links.next);
  const back = await page(account, second.links.prev);
  expect([back.ids, back.meta.has_more]).toEqual([first.ids, false]);
});

test("rows that go or come before the cursor move nothing behind it", async () => {
  const account = await start();
  const first = await page(account, `${path}?page[size]=10`);
  const expected = (await page(account, first.links.next)).ids;
  account.change({ table: "memberships", remove: first.ids.slice(0, 3).map(String) });
  account.change({ table: "memberships", set: [{ id: "1", user_id: "1", group_id: "360000100" }] });
  expect((await page(account, first.links.next)).ids).toEqual(expected);
  expect((await page(account, `${path}?page[size]=1`)).ids).toEqual([1]);
});

test.each(["nonsense", "eyJ2IjoieCJ9"])("the cursor %s is refused", async (cursor) => {
  expect((await (await start()).get(`${path}?page[size]=10&page[after]=${cursor}`)).status).toBe(400);
});

test.each([
  ["page=0", 1],
  ["page=two", 1],
  ["page=2&per_page=500", 101],
  ["per_page=7&page=3", 15],
])("by offset, %s begins with row %d", async (query, row) => {
  const account = await start();
  expect((await page(account, `${path}?${query}`)).ids[0]).toBe(Number(account.data.memberships[row - 1]?.id));
});

test.each([
  ["page=100", 200],
  ["page=101", 400],
  ["page=101&per_page=10", 400],
])("by offset, %s answers %d", async (query, status) => {
  expect((await (await start()).get(`${path}?${query}`)).status).toBe(status);
});

interface Bent {
  account: TestAccount;
  right: ReturnType<typeof pageIn>;
  wrong: ReturnType<typeof pageIn>;
}

/** The same page before and after a fault struck: the list's first, or the one behind it. */
async function bent(kind: Fault["kind"], { query, which }: { query: string; which: "first" | "second" }): Promise<Bent> {
  const account = await start();
  const first = await page(account, `${path}?${query}`);
  const at = which === "first" ? `${path}?${query}` : nextOf(first);
  const right = await page(account, at);
  account.faults.add({ server: "zendesk", kind, to: "https://elsewhere.test", path });
  return { account, right, wrong: await page(account, at) };
}

function nextOf(of: Page): string {
  return of.next_page ?? of.links.next;
}

const bendable = ["page[size]=20", "per_page=20"].flatMap((query) => [
  { query, which: "first" as const },
  { query, which: "second" as const },
]);

test.each(bendable)("with $query a row of the $which page can come twice or be missing", async (at) => {
  const twice = await bent("repeat-row", at);
  const ids = twice.right.ids;
  const seenBefore = at.which === "first" ? (ids[0] ?? 0) : (ids[0] ?? 0) - 1;
  expect(twice.wrong.ids).toEqual([seenBefore, ...ids]);
  expect((await bent("drop-row", at)).wrong.ids).toEqual(ids.slice(1));
});

test.each(bendable)("with $query the $which page can name itself as the next", async (at) => {
  for (const kind of ["same-cursor", "repeat-page"] as const) {
    const { account, right, wrong } = await bent(kind, at);
    expect((await page(account, nextOf(wrong))).ids).toEqual(right.ids);
  }
});

test.each(bendable)("with $query the $which page can name one on another host", async (at) => {
  const { wrong } = await bent("foreign-next", at);
  expect(nextOf(wrong)).toMatch(/^https:\/\/elsewhere\.test\/api\/v2\/group_memberships\?/);
});

test.each([
  ["custom_roles", "custom_roles"],
  ["api_tokens", "api_tokens"],
])("a row of %s, which comes in one piece, can come twice or be missing", async (path, envelope) => {
  const account = await start();
  const rows = async () => ((await account.get(`/api/v2/${path}`)).body[envelope] as unknown[]).length;
  const right = await rows();
  account.faults.add({ server: "zendesk", kind: "repeat-row", times: 1 });
  account.faults.add({ server: "zendesk", kind: "drop-row", times: 1 });
  expect([await rows(), await rows(), await rows()]).toEqual([right + 1, right - 1, right]);
});
