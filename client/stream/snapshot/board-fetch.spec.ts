import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '../http/api-error';
import { FetchFixture } from '../testing/fetch-fixture';
import type { ManualApi } from '../testing/manual-api';
import { type ModelBoard } from '../testing/model-board';
import type { VirtualEnvironment } from '../testing/virtual-environment';

describe('BoardFetch', () => {
  let fixture: FetchFixture;
  let board: ModelBoard;
  let client: ManualApi;
  let environment: VirtualEnvironment;

  beforeEach(() => {
    fixture = new FetchFixture();
    ({ board, client, environment } = fixture);
  });

  it('loads a complete snapshot at the start, and then waits', () => {
    expect(client.gets).toMatchObject([{ board: 'b', range: undefined, since: undefined }]);
    fixture.respond();
    environment.advance(100_000);
    expect(fixture.events).toMatchObject([{ type: 'responded', byUser: true, view: { revision: 1 } }]);
    expect(client.gets).toHaveLength(1);
  });

  describe('after a change notification', () => {
    beforeEach(() => {
      fixture.respond();
    });

    it('loads a delta', () => {
      fixture.change();
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 1 });
      fixture.respond();
      expect(fixture.events.at(-1)).toMatchObject({ type: 'responded', byUser: false, view: { revision: 2 } });
    });

    it('ignores a position that it has already reached', () => {
      fixture.fetch.advanceTo({ epoch: 'e1', revision: 1 }, 0);
      fixture.fetch.advanceTo({ epoch: 'e1', revision: 0 }, 0);
      expect(client.gets).toHaveLength(1);
    });

    it('waits a random time within the requested spread', () => {
      environment.randomValue = () => 0.25;
      fixture.change(300);
      environment.advance(74);
      expect(client.gets).toHaveLength(1);
      fixture.change(300);
      environment.advance(1);
      expect(client.gets).toHaveLength(2);
      fixture.respond();
      environment.advance(1_000);
      expect(client.gets).toHaveLength(2);
      fixture.fetch.poll();
      expect(client.gets).toHaveLength(3);
    });
  });

  describe('while a GET is in flight', () => {
    beforeEach(() => {
      fixture.respond();
      fixture.change();
    });

    it('advances the target on change notifications and sends one more GET', () => {
      const early = fixture.snapshot();
      fixture.change();
      fixture.change();
      expect(client.gets).toHaveLength(2);
      client.last.respond(early);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      fixture.respond();
      expect(client.gets).toHaveLength(3);
      expect(fixture.revisions).toEqual([1, 2, 4]);
    });

    it('sends no more GETs if the response includes all changes', () => {
      fixture.change();
      fixture.respond();
      expect(client.gets).toHaveLength(2);
      expect(fixture.revisions).toEqual([1, 3]);
    });

    it('emits every response under a steady stream of change notifications', () => {
      for (let second = 0; second < 30; second++) {
        const begun = fixture.snapshot();
        const get = client.last;
        for (let change = 0; change < 3; change++) {
          environment.advance(1_000);
          fixture.change();
          expect(client.last).toBe(get);
        }
        get.respond(begun);
        expect(fixture.events.at(-1)).toMatchObject({ view: { revision: begun.revision } });
      }
      expect(client.gets).toHaveLength(32);
    });

    it('aborts a hanging GET after 15 s and loads the latest data', () => {
      const hanging = client.last;
      fixture.change();
      environment.advance(14_999);
      expect(hanging.aborted).toBe(false);
      environment.advance(1);
      expect(hanging.aborted).toBe(true);
      expect(fixture.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      fixture.respond();
      expect(fixture.revisions).toEqual([1, 3]);
    });

    it('polls a complete snapshot after the GET', () => {
      fixture.fetch.poll();
      expect(client.gets).toHaveLength(2);
      fixture.respond();
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      fixture.respond();
      expect(client.gets).toHaveLength(3);
    });

    it('aborts the GET on unsubscribing', () => {
      fixture.running.unsubscribe();
      expect(client.last.aborted).toBe(true);
    });
  });

  describe('when retrying', () => {
    /** Fails the next GETs and returns the delay before each retry in ms. */
    function waits(count: number, random: number, failure?: ApiError): number[] {
      environment.randomValue = () => random;
      return Array.from({ length: count }, () => {
        const [count, start] = [client.gets.length, environment.now()];
        client.last.fail(failure);
        while (client.gets.length === count) {
          environment.advance(1);
        }
        return environment.now() - start;
      });
    }

    it('waits at least 0.5 s', () => {
      expect(waits(6, 0)).toEqual(Array(6).fill(500));
    });

    it('waits at most an exponentially growing time up to 8 s', () => {
      expect(waits(6, 0.9999)).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    });

    it.each([
      [4_000, 4_000, 4_500],
      [100, 500, 1_000],
      [3_600_000, 60_000, 60_500],
    ])('waits as long as the server requests, %d ms, but at most about a minute', (requested, min, max) => {
      const busy = new ApiError(503, 'Busy.', requested);
      expect(waits(1, 0, busy)).toEqual([min]);
      fixture.respond();
      fixture.change();
      expect(waits(1, 0.9999, busy)).toEqual([max]);
    });

    it('resets the delay after a success', () => {
      waits(4, 0.9999);
      fixture.respond();
      fixture.change();
      expect(waits(1, 0.9999)).toEqual([1_000]);
    });

    it('retries a failed complete GET completely', () => {
      fixture.respond();
      fixture.fetch.poll();
      client.last.fail(new ApiError(503, 'Busy.'));
      expect(fixture.events.at(-1)).toEqual({
        type: 'failed',
        final: false,
        problem: { status: 503, message: 'Busy.', detail: 'Busy.' },
      });
      fixture.change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      fixture.respond();
      fixture.change();
      client.last.fail();
      environment.advance(8_000);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
    });

    it('retries with a delay after a response older than the target', () => {
      fixture.respond();
      const old = board.snapshot(0, '1h', 'e1.1');
      fixture.change();
      client.last.respond(old);
      expect(fixture.events.at(-1)).toMatchObject({ type: 'responded' });
      expect(client.gets).toHaveLength(2);
      environment.advance(499);
      expect(client.gets).toHaveLength(2);
      environment.advance(8_000);
      expect(client.gets).toHaveLength(3);
      fixture.respond();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
      expect(fixture.revisions).toEqual([1, 1, 2]);
    });

    it.each([404, 410, 422, 403])('does not retry after a final %d until the next poll', (status) => {
      fixture.respond();
      fixture.change();
      const problem = { status, message: 'No.', detail: 'No.', errors: [{ path: 'title', message: 'must be text' }] };
      client.last.fail(new ApiError(problem.status, problem.detail, undefined, problem.errors));
      environment.advance(100_000);
      expect(client.gets).toHaveLength(2);
      expect(fixture.events.at(-1)).toEqual({ type: 'failed', final: true, problem });
      fixture.fetch.poll();
      fixture.respond();
      expect(fixture.revisions).toEqual([1, 2]);
    });

    it('loads a complete snapshot after a final rejection of the first GET', () => {
      client.last.fail(new ApiError(404, 'No.'));
      fixture.change();
      expect(client.last.since).toBeUndefined();
    });
  });
});
