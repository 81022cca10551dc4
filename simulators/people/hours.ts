/** When people look into their mail: at ten, one and four, Monday to Friday, UTC. */
const slots = [10, 13, 16];

/** The so-manieth time after `at` that somebody looks into their mail. @param at ISO 8601 */
export function slotAfter(at: string, count = 1): string {
  const time = new Date(at);
  const day = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()));
  let left = count;
  for (;;) {
    for (const hour of isWorkday(day) ? slots : []) {
      const slot = new Date(day.getTime() + hour * 3_600_000);
      if (slot > time) left -= 1;
      if (left === 0) return slot.toISOString();
    }
    day.setUTCDate(day.getUTCDate() + 1);
  }
}

function isWorkday(day: Date): boolean {
  return day.getUTCDay() !== 0 && day.getUTCDay() !== 6;
}
