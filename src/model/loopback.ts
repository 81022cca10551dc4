/** 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1 and localhost, as `URL.hostname` writes them: this machine, where nobody listens on the way. */
export function isLoopback(hostname: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname);
}
