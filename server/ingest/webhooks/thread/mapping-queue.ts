/** What waits for the thread, at most, and how much of it may be of one webhook. */
const LIMITS = {
  all: { count: 256, bytes: 64 * 1024 * 1024 },
  one: { count: 64, bytes: 16 * 1024 * 1024 },
} as const;

interface QueuedRequest {
  /** Of the webhook. */
  readonly name: string;
  readonly bytes: number;
}

/** Requests in the order in which they are taken: the webhooks take turns, so that a busy one does not hold up the others. */
export class MappingQueue<T extends QueuedRequest> {
  /** By name; the one whose turn is next comes first. None is empty. */
  private readonly queues = new Map<string, T[]>();

  /** @returns false, and adds nothing, if there is no room. */
  add(entry: T): boolean {
    const own = this.queues.get(entry.name) ?? [];
    const all = [...this.queues.values()].flat();
    if (!fits(own, entry, LIMITS.one) || !fits(all, entry, LIMITS.all)) return false;
    this.queues.set(entry.name, [...own, entry]);
    return true;
  }

  /** Removes the next one; undefined if none waits. */
  take(): T | undefined {
    const [next] = this.queues;
    if (!next) return undefined;
    const [name, [first, ...others]] = next;
    this.queues.delete(name);
    if (others.length > 0) this.queues.set(name, others);
    return first;
  }

  /** @returns whether it was waiting. */
  remove(entry: T): boolean {
    const own = this.queues.get(entry.name) ?? [];
    const others = own.filter((each) => each !== entry);
    if (others.length > 0) this.queues.set(entry.name, others);
    else this.queues.delete(entry.name);
    return others.length < own.length;
  }
}

function fits(
  entries: readonly QueuedRequest[],
  { bytes }: QueuedRequest,
  limit: { count: number; bytes: number },
): boolean {
  const sum = entries.reduce((total, each) => total + each.bytes, bytes);
  return entries.length < limit.count && sum <= limit.bytes;
}
