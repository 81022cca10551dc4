import type { Adapter, AdapterPayload } from "oidc-provider";

/** What an OpenID provider keeps, as long as it runs. */
export function memoryAdapter(): (name: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  const where = (is: (payload: AdapterPayload) => boolean) => [...kept].filter(([, payload]) => is(payload));
  return (name) => ({
    async upsert(id, payload) {
      kept.set(`${name}:${id}`, { ...payload });
    },
    find: async (id) => kept.get(`${name}:${id}`),
    findByUid: async (uid) => where((payload) => payload.uid === uid)[0]?.[1],
    findByUserCode: async (code) => where(({ userCode }) => userCode === code)[0]?.[1],
    async destroy(id) {
      kept.delete(`${name}:${id}`);
    },
    async revokeByGrantId(grant) {
      for (const [key] of where(({ grantId }) => grantId === grant)) kept.delete(key);
    },
    async consume(id) {
      const payload = kept.get(`${name}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
  });
}
