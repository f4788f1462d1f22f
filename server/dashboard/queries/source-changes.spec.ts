import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { defer, type Observable, of, Subject } from 'rxjs';
import { numberFrame, TestSource } from '../../../test/support/dashboard/test-source.js';
import { ManualClock, settle } from '../../../test/support/server/manual-clock.js';
import { LocalBus } from '../../change-bus/local-bus.js';
import type { Source } from '../contracts/source.js';
import { SourceChanges } from './source-changes.js';

describe('SourceChanges', () => {
  let clock: ManualClock;
  let bus: LocalBus;
  let changes: SourceChanges;
  let published: (readonly string[])[];
  /** The stream of the source. A new one is used from the next subscription on. */
  let stream: Subject<string | readonly string[]>;
  let subscriptions: number;

  beforeEach(() => {
    clock = new ManualClock();
    bus = new LocalBus();
    changes = new SourceChanges(bus, clock);
    published = [];
    bus.changes$.subscribe(({ topics }) => published.push(topics));
    stream = new Subject();
    subscriptions = 0;
  });

  const sourceOf = (changes$: Observable<string | readonly string[]>): Source =>
    Object.assign(new TestSource('store', () => numberFrame(1)), { changes$ });
  const countedStream = defer(() => {
    subscriptions += 1;
    return stream;
  });

  it('publishes one topic or several', () => {
    changes.subscribe(sourceOf(stream));
    stream.next('topic:a');
    stream.next(['topic:b', 'topic:c']);
    expect(published).toEqual([['topic:a'], ['topic:b', 'topic:c']]);
  });

  it('accepts a source without a stream', () => {
    const subscription = changes.subscribe(new TestSource('silent', () => numberFrame(1)));
    expect(() => {
      subscription.unsubscribe();
    }).not.toThrow();
  });

  it('subscribes once to the stream of a source, until its last subscription ends', () => {
    const source = sourceOf(countedStream);
    const [first, second] = [changes.subscribe(source), changes.subscribe(source)];
    stream.next('topic:a');
    expect([subscriptions, published]).toEqual([1, [['topic:a']]]);
    first.unsubscribe();
    expect(stream.observed).toBe(true);
    second.unsubscribe();
    expect(stream.observed).toBe(false);
    changes.subscribe(source);
    expect([subscriptions, stream.observed]).toEqual([2, true]);
  });

  it('subscribes again 5 s after the stream failed', () => {
    changes.subscribe(sourceOf(countedStream));
    const failed = stream;
    stream = new Subject();
    failed.error(new Error('gone'));
    clock.advance(4_999);
    expect(subscriptions).toBe(1);
    clock.advance(1);
    stream.next('topic:a');
    expect(published).toEqual([['topic:a']]);
  });

  it('subscribes once to a stream that has completed, until its last subscription ends', () => {
    const source = sourceOf(countedStream);
    const subscriptionsToSource = [changes.subscribe(source)];
    stream.complete();
    subscriptionsToSource.push(changes.subscribe(source));
    expect(subscriptions).toBe(1);
    subscriptionsToSource.forEach((each) => {
      each.unsubscribe();
    });
    stream = new Subject();
    changes.subscribe(source);
    stream.next('topic:a');
    expect(published).toEqual([['topic:a']]);
  });

  it('uses the stream that the source has at the time of the first subscription', () => {
    const source: Source = new TestSource('late', () => numberFrame(1));
    changes.subscribe(source);
    Object.assign(source, { changes$: of('topic:a') });
    changes.subscribe(source).unsubscribe();
    Object.assign(source, { changes$: of('topic:b') });
    changes.subscribe(source);
    expect(published).toEqual([['topic:a'], ['topic:b']]);
  });

  it('does not subscribe again after its last subscription has ended', () => {
    const subscription = changes.subscribe(sourceOf(countedStream));
    stream.error(new Error('gone'));
    subscription.unsubscribe();
    expect(clock.pendingTimers).toBe(0);
  });

  it('isolates other sources from one that throws when it is subscribed to', () => {
    changes.subscribe(
      sourceOf(
        defer(() => {
          throw new Error('no stream today');
        }),
      ),
    );
    changes.subscribe(sourceOf(of('topic:a')));
    expect(published).toEqual([['topic:a']]);
  });

  it('logs a change that could not be published, and publishes later ones', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    changes.subscribe(sourceOf(stream));
    const failure = new Error('the bus is away');
    jest.spyOn(bus, 'publish').mockRejectedValueOnce(failure);
    stream.next('topic:a');
    await settle();
    expect(log).toHaveBeenCalledWith(failure);
    stream.next('topic:b');
    expect(published).toEqual([['topic:b']]);
    log.mockRestore();
  });
});
