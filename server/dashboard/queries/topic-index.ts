import { isExact, matchesGlob } from '../../../wire/glob.js';

/** Finds the listeners of a topic. They listen to an exact topic, or to a pattern in which `*` matches any characters. */
export class TopicIndex<T> {
  private readonly byTopic = new Map<string, Set<T>>();
  private readonly byPattern = new Map<string, Set<T>>();

  add(listener: T, topics: readonly string[]): void {
    for (const topic of topics) {
      const index = this.indexOf(topic);
      const listeners = index.get(topic);
      if (listeners) listeners.add(listener);
      else index.set(topic, new Set([listener]));
    }
  }

  remove(listener: T, topics: readonly string[]): void {
    for (const topic of topics) {
      const index = this.indexOf(topic);
      const listeners = index.get(topic);
      listeners?.delete(listener);
      if (listeners?.size === 0) index.delete(topic);
    }
  }

  /** All listeners of the topic, each once. */
  find(topic: string): Iterable<T> {
    const exact = this.byTopic.get(topic) ?? [];
    if (this.byPattern.size === 0) return exact;
    const found = new Set(exact);
    for (const [pattern, listeners] of this.byPattern) {
      if (!matchesGlob(pattern, topic)) continue;
      for (const listener of listeners) found.add(listener);
    }
    return found;
  }

  private indexOf(topic: string): Map<string, Set<T>> {
    return isExact(topic) ? this.byTopic : this.byPattern;
  }
}
