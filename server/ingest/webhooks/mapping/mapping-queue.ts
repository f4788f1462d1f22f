/** Limits of all queued requests and of the requests of one webhook. */
const LIMITS = {
  all: { count: 256, bytes: 64 * 1024 * 1024 },
  one: { count: 64, bytes: 16 * 1024 * 1024 },
} as const;

interface QueuedRequest {
  /** Name of the webhook. */
  readonly name: string;
  readonly bytes: number;
}

/** A queue with round-robin scheduling by webhook, so that a busy webhook does not hold up the others. */
export class MappingQueue<T extends QueuedRequest> {
  /** Non-empty queues by name. The first one is served next. */
  private readonly queues = new Map<string, T[]>();

  /** Adds a request. @returns false if the queue is full */
  add(entry: T): boolean {
    const own = this.queues.get(entry.name) ?? [];
    const all = [...this.queues.values()].flat();
    if (!fits(own, entry, LIMITS.one) || !fits(all, entry, LIMITS.all)) return false;
    this.queues.set(entry.name, [...own, entry]);
    return true;
  }

  /** Removes and returns the next request, or undefined. */
  take(): T | undefined {
    const [next] = this.queues;
    if (!next) return undefined;
    const [name, [first, ...others]] = next;
    this.queues.delete(name);
    if (others.length > 0) this.queues.set(name, others);
    return first;
  }

  /** Removes a request. @returns whether it was in the queue */
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
