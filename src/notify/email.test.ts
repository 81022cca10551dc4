import { expect, test } from "vitest";
import { Secret } from "../model/secret.ts";
import { emailChannel } from "./email.ts";
import { emailTrial } from "./testing/email.ts";
import { message } from "./testing/trial.ts";

const { signal } = new AbortController();

test("a mail says what it is: plain, made by a program, known by the same id however often it is made", async () => {
  const on = await emailTrial();
  try {
    const evil = { email: "opal@acme.test", name: "Opal\r\nBcc: all@acme.test", gitlab: null, slack: null };
    await on.channel.send(message({ to: evil, subject: "Audit\r\nX-Evil: yes" }), signal);
    await on.channel.send(message(), signal);
    const heads = on.raw().map((raw) => raw.split("\r\n\r\n")[0] ?? "");
    for (const head of heads) {
      expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
      expect(head).toMatch(/^Content-Type: text\/plain/m);
      expect(head).not.toMatch(/^(?:Bcc|X-Evil):/im);
    }
    const ids = heads.map((head) => /^Message-ID: (<\w{40}@acme\.test>)$/m.exec(head)?.[1]);
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    expect(await on.arrived()).toMatchObject([{ to: "opal@acme.test" }, { to: "opal@acme.test" }]);
  } finally {
    await on.end();
  }
});

test("beyond this machine a server without encryption gets no password", async () => {
  const on = await emailTrial();
  try {
    // The same server by a name that is not known to be this machine.
    const smtp = new Secret(`smtp://rollcall:example-password@localhost.:${on.port}`);
    const error = await emailChannel({ smtp, from: "audits@acme.test" })
      .send(message(), signal)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ actor: expect.stringMatching(/platform|later/) });
    expect(await on.arrived()).toEqual([]);
  } finally {
    await on.end();
  }
});
