import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Subscription } from 'rxjs';
import type { Snapshot } from '../../wire/snapshot.js';
import { BoardFetch, type FetchEvent, type Question } from './board-fetch';
import { HttpFailure } from './get-json';
import { ManualClient } from './testing/manual-client';
import { ModelBoard } from './testing/model-board';
import { VirtualEnvironment } from './testing/virtual-environment';

describe('BoardFetch', () => {
  let environment: VirtualEnvironment;
  let client: ManualClient;
  let board: ModelBoard;
  let fetch: BoardFetch;
  let events: FetchEvent[];
  let running: Subscription;

  beforeEach(() => {
    environment = new VirtualEnvironment();
    client = new ManualClient();
    board = new ModelBoard();
    run(new BoardFetch({ board: 'b' }, client, environment));
  });

  function run(next: BoardFetch): void {
    (running as Subscription | undefined)?.unsubscribe();
    fetch = next;
    events = [];
    running = fetch.run().subscribe((event) => events.push(event));
  }

  function act(question: Question): void {
    run(fetch.next(question));
  }

  /** What the server answers to the GET under way. */
  function snapshot(): Snapshot {
    const { range, since } = client.last;
    return board.snapshot(environment.now(), range, since && `${since.epoch}.${since.revision}`);
  }

  function answer(difference: Partial<Snapshot> = {}): void {
    client.last.answer({ ...snapshot(), ...difference });
  }

  /** A change, known by its notice. */
  function change(spreadMs = 0): void {
    board.push('p', environment.now(), board.revision);
    fetch.notice(board.position, spreadMs);
  }

  /** What was made known, last. */
  function revisions(): (number | undefined)[] {
    return events.flatMap((event) => (event.type === 'reached' ? [event.view?.revision] : []));
  }

  it('asks at once and completely, and then rests', () => {
    expect(client.gets).toMatchObject([{ board: 'b', range: undefined, since: undefined }]);
    answer();
    environment.advance(100_000);
    expect(events).toMatchObject([{ type: 'reached', own: true, view: { revision: 1 } }]);
    expect(client.gets).toHaveLength(1);
  });

  describe('after a notice', () => {
    beforeEach(() => {
      answer();
    });

    it('asks for what changed', () => {
      change();
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 1 });
      answer();
      expect(events.at(-1)).toMatchObject({ type: 'reached', own: false, view: { revision: 2 } });
    });

    it('passes over what it has already', () => {
      fetch.notice({ epoch: 'e1', revision: 1 }, 0);
      fetch.notice({ epoch: 'e1', revision: 0 }, 0);
      expect(client.gets).toHaveLength(1);
    });

    it('waits a random moment within the spread that is asked for', () => {
      environment.chance = () => 0.25;
      change(300);
      environment.advance(74);
      expect(client.gets).toHaveLength(1);
      change(300);
      environment.advance(1);
      expect(client.gets).toHaveLength(2);
      answer();
      environment.advance(1_000);
      expect(client.gets).toHaveLength(2);
      fetch.poll();
      expect(client.gets).toHaveLength(3);
    });
  });

  describe('while a GET is in flight', () => {
    beforeEach(() => {
      answer();
      change();
    });

    it('lets notices raise the target, and asks once more', () => {
      const early = snapshot();
      change();
      change();
      expect(client.gets).toHaveLength(2);
      client.last.answer(early);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      answer();
      expect(client.gets).toHaveLength(3);
      expect(revisions()).toEqual([1, 2, 4]);
    });

    it('asks no more where the answer covers them all', () => {
      change();
      answer();
      expect(client.gets).toHaveLength(2);
      expect(revisions()).toEqual([1, 3]);
    });

    it('does not starve under a steady stream of notices', () => {
      for (let second = 0; second < 30; second++) {
        const begun = snapshot();
        const get = client.last;
        for (let notice = 0; notice < 3; notice++) {
          environment.advance(1_000);
          change();
          expect(client.last).toBe(get);
        }
        get.answer(begun);
        expect(events.at(-1)).toMatchObject({ view: { revision: begun.revision } });
      }
      expect(client.gets).toHaveLength(32);
    });

    it('gives one that hangs up after 15 s, and asks again for the newest', () => {
      const hanging = client.last;
      change();
      environment.advance(14_999);
      expect(hanging.aborted).toBe(false);
      environment.advance(1);
      expect(hanging.aborted).toBe(true);
      expect(events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      answer();
      expect(revisions()).toEqual([1, 3]);
    });

    it('polls afterwards, completely', () => {
      fetch.poll();
      expect(client.gets).toHaveLength(2);
      answer();
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      answer();
      expect(client.gets).toHaveLength(3);
    });

    it('aborts it when nobody looks any more', () => {
      running.unsubscribe();
      expect(client.last.aborted).toBe(true);
    });
  });

  describe('retrying', () => {
    /** How long it waits after failure number `n`, counted from 0. */
    function waits(count: number, chance: number): number[] {
      environment.chance = () => chance;
      return Array.from({ length: count }, () => {
        const [asked, start] = [client.gets.length, environment.now()];
        client.last.fail();
        while (client.gets.length === asked) {
          environment.advance(1);
        }
        return environment.now() - start;
      });
    }

    it('backs off with full jitter between 0.5 and 8 s', () => {
      expect(waits(6, 0)).toEqual(Array(6).fill(500));
    });

    it('backs off exponentially at most', () => {
      expect(waits(6, 0.9999)).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    });

    it('begins anew after a success', () => {
      waits(4, 0.9999);
      answer();
      change();
      expect(waits(1, 0.9999)).toEqual([1_000]);
    });

    it('asks again completely where that is what failed', () => {
      answer();
      fetch.poll();
      client.last.fail(new HttpFailure(503, 'Busy.'));
      expect(events.at(-1)).toEqual({ type: 'failed', final: false, problem: { status: 503, detail: 'Busy.' } });
      change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      answer();
      change();
      client.last.fail();
      environment.advance(8_000);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
    });

    it('retries an answer older than what was asked for, with a delay', () => {
      answer();
      const old = board.snapshot(0, '1h', 'e1.1');
      change();
      client.last.answer(old);
      expect(events.at(-1)).toMatchObject({ type: 'reached' });
      expect(client.gets).toHaveLength(2);
      environment.advance(499);
      expect(client.gets).toHaveLength(2);
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      answer();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
      expect(revisions()).toEqual([1, 1, 2]);
    });

    it.each([404, 410, 422, 403])('does not ask again after a final %d, until the next poll', (status) => {
      answer();
      change();
      client.last.fail(new HttpFailure(status, 'No.'));
      environment.advance(100_000);
      expect(client.gets).toHaveLength(2);
      expect(events.at(-1)).toEqual({ type: 'failed', final: true, problem: { status, detail: 'No.' } });
      fetch.poll();
      answer();
      expect(revisions()).toEqual([1, 2]);
    });

    it('asks completely after a final no to a first question', () => {
      client.last.fail(new HttpFailure(404, 'No.'));
      change();
      expect(client.last.since).toBeUndefined();
    });
  });

  describe('never going back', () => {
    beforeEach(() => {
      answer();
      change();
      answer();
    });

    it('drops an older answer of the same epoch', () => {
      fetch.poll();
      client.last.answer({ ...new ModelBoard().snapshot(0), revision: 1 });
      expect(events.at(-1)).toEqual({ type: 'reached', own: false });
      environment.advance(8_000);
      answer();
      expect(revisions()).toEqual([1, 2, undefined, 2]);
    });

    it('replaces by a complete answer of equal revision', () => {
      board.push('p', 0, 99);
      fetch.poll();
      answer({ revision: 2 });
      const event = events.at(-1);
      expect(event?.type === 'reached' && event.view?.panels.get('p')?.lastFrame?.fields[1]?.values).toEqual([99]);
    });

    it('takes whatever a new epoch brings', () => {
      board.restart();
      fetch.notice(board.position, 0);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      answer();
      expect(events.at(-1)).toMatchObject({ view: { epoch: 'e2', revision: 1 } });
      expect(client.gets).toHaveLength(3);
    });

    it('asks again where a new epoch was announced during a GET of the old one', () => {
      change();
      const old = snapshot();
      board.restart();
      fetch.notice(board.position, 0);
      client.last.answer(old);
      expect(client.gets).toHaveLength(4);
      answer();
      expect(events.at(-1)).toMatchObject({ view: { epoch: 'e2' } });
    });

    it('does not insist on an epoch that ended before it could be seen', () => {
      fetch.notice({ epoch: 'e7', revision: 3 }, 0);
      board.restart();
      answer();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
    });

    it('keeps another range from going back as well', () => {
      act({ board: 'b', range: '6h' });
      client.last.answer({ ...board.snapshot(0, '6h'), revision: 1 });
      expect(revisions()).toEqual([undefined]);
      environment.advance(8_000);
      answer();
      expect(events.at(-1)).toMatchObject({ own: true, view: { range: '6h', revision: 2 } });
    });
  });

  describe('answers that do not fit', () => {
    beforeEach(() => {
      answer();
      change();
    });

    it.each<[string, Partial<Snapshot>]>([
      ['names another epoch', { epoch: 'e9' }],
      ['is of another range', { range: '6h' }],
      ['is of another definition', { version: 7 }],
    ])('asks completely, at once, where a delta %s', (_, difference) => {
      answer(difference);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      answer();
      expect(revisions()).toEqual([1, undefined, 2]);
      expect(client.gets).toHaveLength(3);
    });

    it('takes a complete answer to `since`', () => {
      client.last.answer(board.snapshot(0));
      expect(revisions()).toEqual([1, 2]);
      expect(client.gets).toHaveLength(2);
    });

    it('retries an answer to another question, and a delta where all was asked for', () => {
      answer({ board: 'c' });
      expect(events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      answer();
      fetch.poll();
      client.last.answer(board.snapshot(0, '1h', 'e1.1'));
      expect(events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      act({ board: 'b', range: '6h' });
      client.last.answer(board.snapshot(0, '1h'));
      expect(events.at(-1)).toEqual({ type: 'failed', final: false });
    });
  });

  describe("the user's next act", () => {
    beforeEach(() => {
      answer();
    });

    it('asks another range completely, and only then goes on by deltas', () => {
      act({ board: 'b', range: '6h' });
      expect(client.last).toMatchObject({ range: '6h', since: undefined });
      client.last.fail();
      change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      answer();
      change();
      expect(client.last).toMatchObject({ range: '6h', since: { revision: 2 } });
    });

    it('asks for all after a final no, too', () => {
      act({ board: 'b', range: '6h' });
      client.last.fail(new HttpFailure(422, 'No.'));
      change();
      expect(client.last.since).toBeUndefined();
    });

    it('forgets nothing that was announced', () => {
      change();
      const old = board.snapshot(0);
      act({ board: 'b' });
      client.last.answer({ ...old, revision: 1 });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(4);
      answer();
      expect(events.at(-1)).toMatchObject({ view: { revision: 2 } });
    });

    it('knows nothing of another board', () => {
      act({ board: 'c' });
      client.last.answer({ ...new ModelBoard('c').snapshot(0), revision: 0 });
      expect(events).toMatchObject([{ view: { board: { slug: 'c' }, revision: 0 } }]);
    });
  });

  describe('hurrying', () => {
    it('does not wait out a retry', () => {
      client.last.fail();
      fetch.hurry();
      expect(client.gets).toHaveLength(2);
    });

    it('gives up a GET that looks lost, without calling it failed', () => {
      const lost = client.last;
      environment.advance(5_000);
      fetch.hurry();
      expect(lost.aborted).toBe(true);
      expect(client.gets).toHaveLength(2);
      expect(events).toEqual([]);
    });

    it('leaves a young one alone', () => {
      environment.advance(4_999);
      fetch.hurry();
      expect(client.gets).toHaveLength(1);
      answer();
      expect(client.gets).toHaveLength(1);
    });

    it('asks for everything where nothing is under way', () => {
      answer();
      fetch.hurry();
      expect(client.gets).toHaveLength(2);
      expect(client.last.since).toBeUndefined();
      answer();
      expect(client.gets).toHaveLength(2);
    });
  });
});
