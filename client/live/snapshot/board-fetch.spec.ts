import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../../api/api-error';
import { FetchFixture } from '../testing/fetch-fixture';
import type { ManualClient } from '../testing/manual-client';
import { type ModelBoard } from '../testing/model-board';
import type { VirtualEnvironment } from '../testing/virtual-environment';

describe('BoardFetch', () => {
  let stage: FetchFixture;
  let board: ModelBoard;
  let client: ManualClient;
  let environment: VirtualEnvironment;

  beforeEach(() => {
    stage = new FetchFixture();
    ({ board, client, environment } = stage);
  });

  it('asks at once and completely, and then rests', () => {
    expect(client.gets).toMatchObject([{ board: 'b', range: undefined, since: undefined }]);
    stage.answer();
    environment.advance(100_000);
    expect(stage.events).toMatchObject([{ type: 'reached', own: true, view: { revision: 1 } }]);
    expect(client.gets).toHaveLength(1);
  });

  describe('after a notice', () => {
    beforeEach(() => {
      stage.answer();
    });

    it('asks for what changed', () => {
      stage.change();
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 1 });
      stage.answer();
      expect(stage.events.at(-1)).toMatchObject({ type: 'reached', own: false, view: { revision: 2 } });
    });

    it('passes over what it has already', () => {
      stage.fetch.notice({ epoch: 'e1', revision: 1 }, 0);
      stage.fetch.notice({ epoch: 'e1', revision: 0 }, 0);
      expect(client.gets).toHaveLength(1);
    });

    it('waits a random moment within the spread that is asked for', () => {
      environment.chance = () => 0.25;
      stage.change(300);
      environment.advance(74);
      expect(client.gets).toHaveLength(1);
      stage.change(300);
      environment.advance(1);
      expect(client.gets).toHaveLength(2);
      stage.answer();
      environment.advance(1_000);
      expect(client.gets).toHaveLength(2);
      stage.fetch.poll();
      expect(client.gets).toHaveLength(3);
    });
  });

  describe('while a GET is in flight', () => {
    beforeEach(() => {
      stage.answer();
      stage.change();
    });

    it('lets notices raise the target, and asks once more', () => {
      const early = stage.snapshot();
      stage.change();
      stage.change();
      expect(client.gets).toHaveLength(2);
      client.last.answer(early);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      stage.answer();
      expect(client.gets).toHaveLength(3);
      expect(stage.revisions).toEqual([1, 2, 4]);
    });

    it('asks no more where the answer covers them all', () => {
      stage.change();
      stage.answer();
      expect(client.gets).toHaveLength(2);
      expect(stage.revisions).toEqual([1, 3]);
    });

    it('does not starve under a steady stream of notices', () => {
      for (let second = 0; second < 30; second++) {
        const begun = stage.snapshot();
        const get = client.last;
        for (let notice = 0; notice < 3; notice++) {
          environment.advance(1_000);
          stage.change();
          expect(client.last).toBe(get);
        }
        get.answer(begun);
        expect(stage.events.at(-1)).toMatchObject({ view: { revision: begun.revision } });
      }
      expect(client.gets).toHaveLength(32);
    });

    it('gives one that hangs up after 15 s, and asks again for the newest', () => {
      const hanging = client.last;
      stage.change();
      environment.advance(14_999);
      expect(hanging.aborted).toBe(false);
      environment.advance(1);
      expect(hanging.aborted).toBe(true);
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      stage.answer();
      expect(stage.revisions).toEqual([1, 3]);
    });

    it('polls afterwards, completely', () => {
      stage.fetch.poll();
      expect(client.gets).toHaveLength(2);
      stage.answer();
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      stage.answer();
      expect(client.gets).toHaveLength(3);
    });

    it('aborts it when nobody looks any more', () => {
      stage.running.unsubscribe();
      expect(client.last.aborted).toBe(true);
    });
  });

  describe('retrying', () => {
    /** How long it waits after failure number `n`, counted from 0. */
    function waits(count: number, chance: number, failure?: ApiError): number[] {
      environment.chance = () => chance;
      return Array.from({ length: count }, () => {
        const [asked, start] = [client.gets.length, environment.now()];
        client.last.fail(failure);
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

    it.each([
      [4_000, 4_000, 4_500],
      [100, 500, 1_000],
      [3_600_000, 60_000, 60_500],
    ])('waits as long as the server asks for, %d ms, within what a poll would wait', (asked, least, most) => {
      const busy = new ApiError(503, 'Busy.', asked);
      expect(waits(1, 0, busy)).toEqual([least]);
      stage.answer();
      stage.change();
      expect(waits(1, 0.9999, busy)).toEqual([most]);
    });

    it('begins anew after a success', () => {
      waits(4, 0.9999);
      stage.answer();
      stage.change();
      expect(waits(1, 0.9999)).toEqual([1_000]);
    });

    it('asks again completely where that is what failed', () => {
      stage.answer();
      stage.fetch.poll();
      client.last.fail(new ApiError(503, 'Busy.'));
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: false, problem: { status: 503, detail: 'Busy.' } });
      stage.change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      stage.answer();
      stage.change();
      client.last.fail();
      environment.advance(8_000);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
    });

    it('retries an answer older than what was asked for, with a delay', () => {
      stage.answer();
      const old = board.snapshot(0, '1h', 'e1.1');
      stage.change();
      client.last.answer(old);
      expect(stage.events.at(-1)).toMatchObject({ type: 'reached' });
      expect(client.gets).toHaveLength(2);
      environment.advance(499);
      expect(client.gets).toHaveLength(2);
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      stage.answer();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
      expect(stage.revisions).toEqual([1, 1, 2]);
    });

    it.each([404, 410, 422, 403])('does not ask again after a final %d, until the next poll', (status) => {
      stage.answer();
      stage.change();
      const problem = { status, detail: 'No.', errors: [{ path: 'title', message: 'must be text' }] };
      client.last.fail(new ApiError(problem.status, problem.detail, undefined, problem.errors));
      environment.advance(100_000);
      expect(client.gets).toHaveLength(2);
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: true, problem });
      stage.fetch.poll();
      stage.answer();
      expect(stage.revisions).toEqual([1, 2]);
    });

    it('asks completely after a final no to a first question', () => {
      client.last.fail(new ApiError(404, 'No.'));
      stage.change();
      expect(client.last.since).toBeUndefined();
    });
  });
});
