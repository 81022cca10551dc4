import { z } from "zod";
import { secretText, webAddress } from "../core/setting-types.ts";
import { type Keys, someText, strict } from "./keys.ts";

const portExpected = "expected a port: 0 to 65535, 0 = any free one";
const originExpected = "expected an address without a path, such as https://rollcall.acme.test";

const origin = webAddress.refine(
  ({ pathname, search, hash }) => pathname === "/" && search === "" && hash === "",
  originExpected,
);
const named = z.array(someText).default([]);

export const signInKeys = {
  issuer: {
    doc: "Address of the OpenID provider; its `/.well-known/openid-configuration` says the rest.",
    schema: webAddress,
  },
  client_id: { doc: "Id of Rollcall at the provider.", schema: someText },
  client_secret: {
    doc: "Its secret there.",
    schema: secretText,
    env: "ROLLCALL_SIGN_IN_SECRET",
  },
  scopes: {
    doc: "What is asked for; `openid` is always asked.",
    schema: z.array(someText).default(["openid", "email", "profile"]),
    default: "[openid, email, profile]",
  },
  groups_claim: {
    doc: "Claim with the names of somebody's groups.",
    schema: someText.default("groups"),
    default: "groups",
  },
  name: { doc: "On the button: Sign in with …", schema: someText.optional(), default: "the issuer's host" },
} satisfies Keys;

export const signInSchema = strict(signInKeys);

export const rolesKeys = {
  manager: { doc: "See everything, decide, close. `people.ops_manager` and `deputy` are without being named.", schema: named },
  auditor: { doc: "See everything, decide. `people.auditor` is without being named.", schema: named },
  viewer: { doc: "See everything, change nothing.", schema: named },
} satisfies Keys;

export const serveKeys = {
  port: {
    doc: "Port `rollcall serve` listens on; 0 = any free one.",
    schema: z.number({ error: portExpected }).int(portExpected).min(0, portExpected).max(65_535, portExpected).default(8740),
    default: "8740",
  },
  host: {
    doc: "Address it listens on. By default only this machine reaches it.",
    schema: someText.default("127.0.0.1"),
    default: "127.0.0.1",
  },
  url: {
    doc: "Address people reach it at, where that is another than it listens on.",
    schema: origin.optional(),
    default: "http://127.0.0.1:PORT",
  },
  trusted_proxies: {
    doc: "IP addresses of proxies before it, whose `X-Forwarded-For` is believed. It counts who asks too often by address, and for nothing else.",
    schema: named,
    default: "[]",
  },
  sign_in: {
    doc: "How people sign in. Without it there is a one-time link, on this machine only.",
    schema: signInSchema.optional(),
  },
  roles: {
    doc: "Who may do what. Everybody else of the roster sees what is asked of them.",
    schema: strict(rolesKeys).optional(),
  },
  groups: {
    doc: "Groups of your own: name → e-mails, and names of groups at the provider. A name that stands here means these and nobody else.",
    schema: z.record(z.string(), z.array(someText)).default({}),
    default: "{}",
  },
  webhook_token: {
    doc: "Secret token of the GitLab webhook; without it there is none.",
    schema: secretText.optional(),
    env: "ROLLCALL_WEBHOOK_TOKEN",
  },
} satisfies Keys;

export const serveSchema = strict(serveKeys);
