import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { Secret } from "../../model/secret.ts";
import { emailChannel } from "../email.ts";
import type { Arrived, ChannelTrial } from "./trial.ts";

/** A real SMTP server on loopback. */
export async function emailTrial(): Promise<ChannelTrial & { port: number; raw(): string[] }> {
  let state: Parameters<ChannelTrial["become"]>[0] | null = null;
  const arrived: (Arrived & { raw: string })[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth(auth, _session, callback) {
      const isRight = auth.username === "rollcall" && auth.password === "example-password" && state !== "locked";
      if (isRight) callback(null, { user: "rollcall" });
      else callback(new Error("authentication failed"));
    },
    onRcptTo(_address, _session, callback) {
      callback(state === "refusing" ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null);
    },
    onData(stream, session, callback) {
      let raw = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        raw += text;
      });
      stream.on("end", () => {
        arrived.push({ to: session.envelope.rcptTo[0]?.address ?? "", text: bodyOf(raw), raw });
        if (state !== "breaking") callback();
        else for (const socket of sockets) socket.destroy();
      });
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const smtp = new Secret(`smtp://rollcall:example-password@127.0.0.1:${port}`);
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return {
    channel: emailChannel({ smtp, from: "audits@acme.test" }),
    port,
    canBeAsked: false,
    arrived: async () => arrived.map(({ to, text }) => ({ to, text })),
    raw: () => arrived.map(({ raw }) => raw),
    async become(next) {
      state = next;
      if (next === "away") await close();
    },
    end: close,
  };
}

/** The text of a plain mail, its lines as they were written. */
function bodyOf(raw: string): string {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const body = rest.join("\n\n").replaceAll("\r\n", "\n").trimEnd();
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8").trimEnd();
  if (!/content-transfer-encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
