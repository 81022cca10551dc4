import { expect, it } from "vitest";
import type { SignInConfig } from "../../model/config.ts";
import { doorFault } from "./door.ts";

const signIn = {} as SignInConfig;
const fault = (host: string, { url = null as string | null, provider = false } = {}) =>
  doorFault({ signIn: provider ? signIn : null, url: url === null ? null : new URL(url) }, host);

it.each([
  ["127.0.0.1", {}],
  ["localhost", {}],
  ["::1", {}],
  ["127.0.0.1", { url: "http://localhost:9000" }],
  ["127.0.0.1", { url: "https://rollcall.acme.test", provider: true }],
  ["0.0.0.0", { url: "https://rollcall.acme.test", provider: true }],
  ["127.0.0.1", { provider: true }],
])("opens on %s with %j", (host, more) => {
  expect(fault(host, more)).toBeNull();
});

it.each([
  ["0.0.0.0", {}, /no dashboard on 0\.0\.0\.0/],
  ["::", {}, /no dashboard on ::/],
  ["10.0.0.7", {}, /no dashboard on 10\.0\.0\.7/],
  ["127.0.0.1.evil.test", {}, /no dashboard on 127/],
  ["127.0.0.1", { url: "https://rollcall.acme.test" }, /no dashboard at https:\/\/rollcall\.acme\.test/],
  ["0.0.0.0", { provider: true }, /the address people use is not known/],
])("stays shut on %s with %j, and says what to do", (host, more, says) => {
  const error = fault(host, more);
  expect(error?.message).toMatch(says);
  expect(error?.fix).toMatch(/serve\./);
});
