import { expect, test } from "vitest";
import { smtpServer } from "./smtp-server.ts";

test.each([
  ["smtps://u:p@Mail.acme.test", { host: "mail.acme.test", port: 465, isImplicitTls: true, login: { user: "u", password: "p" } }],
  ["smtp://mail.acme.test", { host: "mail.acme.test", port: 587, isImplicitTls: false, login: null }],
  ["smtp://[::1]:25/", { host: "::1", port: 25, isImplicitTls: false, login: null }],
  [
    " smtp://audits%40acme.test:p%2F%25@h:2525 ",
    { host: "h", port: 2525, isImplicitTls: false, login: { user: "audits@acme.test", password: "p/%" } },
  ],
])("%s is understood", (text, server) => {
  expect(smtpServer(text)).toEqual(server);
});

test.each([
  ["mail.acme.test:587", /such as smtps:/],
  ["https://u:hidden@mail.acme.test", /such as smtps:/],
  ["smtp://", /such as smtps:/],
  ["smtp://u:hid/den@mail.acme.test", /.+/],
  ["smtp://u:hidden@mail.acme.test/x", /nothing after/],
  ["smtp://u:hidden@mail.acme.test?pool=true", /nothing after/],
  ["smtp://u@mail.acme.test", /user and password, or neither/],
  ["smtp://:hidden@mail.acme.test", /user and password, or neither/],
  ["smtp://u:hidden%ZZ@mail.acme.test", /%25/],
])("%s is refused in words that hold nothing of it", (text, message) => {
  expect(smtpServer(text)).toMatch(message);
  expect(smtpServer(text)).not.toMatch(/hid|den@/);
});
