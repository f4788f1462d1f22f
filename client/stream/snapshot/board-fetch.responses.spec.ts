import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../wire/schemas/snapshot';
import { ApiError } from '../http/api-error';
import { FetchFixture } from '../testing/fetch-fixture';
import type { ManualApi } from '../testing/manual-api';
import { ModelBoard } from '../testing/model-board';
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

  describe('with responses of another revision or epoch', () => {
    beforeEach(() => {
      fixture.respond();
      fixture.change();
      fixture.respond();
    });

    it('ignores an older response of the same epoch', () => {
      fixture.fetch.poll();
      client.last.respond({ ...new ModelBoard().snapshot(0), revision: 1 });
      expect(fixture.events.at(-1)).toEqual({ type: 'responded', byUser: false });
      environment.advance(8_000);
      fixture.respond();
      expect(fixture.revisions).toEqual([1, 2, undefined, 2]);
    });

    it('accepts a complete response of the same revision', () => {
      board.push('p', 0, 99);
      fixture.fetch.poll();
      fixture.respond({ revision: 2 });
      const event = fixture.events.at(-1);
      expect(event?.type === 'responded' && event.view?.panels.get('p')?.lastFrame?.fields[1]?.values).toEqual([99]);
    });

    it('accepts any revision of a new epoch', () => {
      board.restart();
      fixture.fetch.advanceTo(board.position, 0);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      fixture.respond();
      expect(fixture.events.at(-1)).toMatchObject({ view: { epoch: 'e2', revision: 1 } });
      expect(client.gets).toHaveLength(3);
    });

    it('refetches if a new epoch was received during a GET of the old one', () => {
      fixture.change();
      const old = fixture.snapshot();
      board.restart();
      fixture.fetch.advanceTo(board.position, 0);
      client.last.respond(old);
      expect(client.gets).toHaveLength(4);
      fixture.respond();
      expect(fixture.events.at(-1)).toMatchObject({ view: { epoch: 'e2' } });
    });

    it('does not wait for an epoch that ended before it was loaded', () => {
      fixture.fetch.advanceTo({ epoch: 'e7', revision: 3 }, 0);
      board.restart();
      fixture.respond();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
    });

    it('ignores an older response for another range', () => {
      fixture.request({ board: 'b', range: '6h' });
      client.last.respond({ ...board.snapshot(0, '6h'), revision: 1 });
      expect(fixture.revisions).toEqual([undefined]);
      environment.advance(8_000);
      fixture.respond();
      expect(fixture.events.at(-1)).toMatchObject({ byUser: true, view: { range: '6h', revision: 2 } });
    });
  });

  describe('with responses that do not match', () => {
    beforeEach(() => {
      fixture.respond();
      fixture.change();
    });

    it.each<[string, Partial<Snapshot>]>([
      ['names another epoch', { epoch: 'e9' }],
      ['is of another range', { range: '6h' }],
      ['is of another definition', { version: 7 }],
    ])('immediately loads a complete snapshot if a delta %s', (_, overrides) => {
      fixture.respond(overrides);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      fixture.respond();
      expect(fixture.revisions).toEqual([1, undefined, 2]);
      expect(client.gets).toHaveLength(3);
    });

    it('accepts a complete response to a request with since', () => {
      client.last.respond(board.snapshot(0));
      expect(fixture.revisions).toEqual([1, 2]);
      expect(client.gets).toHaveLength(2);
    });

    it('retries after a response for another board or range, or after an unexpected delta', () => {
      fixture.respond({ board: 'c' });
      expect(fixture.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      fixture.respond();
      fixture.fetch.poll();
      client.last.respond(board.snapshot(0, '1h', 'e1.1'));
      expect(fixture.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      fixture.request({ board: 'b', range: '6h' });
      client.last.respond(board.snapshot(0, '1h'));
      expect(fixture.events.at(-1)).toEqual({ type: 'failed', final: false });
    });
  });

  describe("on the user's next request", () => {
    beforeEach(() => {
      fixture.respond();
    });

    it('loads another range completely before it requests deltas', () => {
      fixture.request({ board: 'b', range: '6h' });
      expect(client.last).toMatchObject({ range: '6h', since: undefined });
      client.last.fail();
      fixture.change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      fixture.respond();
      fixture.change();
      expect(client.last).toMatchObject({ range: '6h', since: { revision: 2 } });
    });

    it('loads a complete snapshot after a final rejection', () => {
      fixture.request({ board: 'b', range: '6h' });
      client.last.fail(new ApiError(422, 'No.'));
      fixture.change();
      expect(client.last.since).toBeUndefined();
    });

    it('keeps the received target position', () => {
      fixture.change();
      const old = board.snapshot(0);
      fixture.request({ board: 'b' });
      client.last.respond({ ...old, revision: 1 });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(4);
      fixture.respond();
      expect(fixture.events.at(-1)).toMatchObject({ view: { revision: 2 } });
    });

    it('keeps no position of another board', () => {
      fixture.request({ board: 'c' });
      client.last.respond({ ...new ModelBoard('c').snapshot(0), revision: 0 });
      expect(fixture.events).toMatchObject([{ view: { board: { slug: 'c' }, revision: 0 } }]);
    });
  });

  describe('on retryNow', () => {
    it('skips the delay of a retry', () => {
      client.last.fail();
      fixture.fetch.retryNow();
      expect(client.gets).toHaveLength(2);
    });

    it('aborts a GET that is likely lost, without a failed event', () => {
      const lost = client.last;
      environment.advance(5_000);
      fixture.fetch.retryNow();
      expect(lost.aborted).toBe(true);
      expect(client.gets).toHaveLength(2);
      expect(fixture.events).toEqual([]);
    });

    it('does not abort a recent GET', () => {
      environment.advance(4_999);
      fixture.fetch.retryNow();
      expect(client.gets).toHaveLength(1);
      fixture.respond();
      expect(client.gets).toHaveLength(1);
    });

    it('loads a complete snapshot if no GET is in flight', () => {
      fixture.respond();
      fixture.fetch.retryNow();
      expect(client.gets).toHaveLength(2);
      expect(client.last.since).toBeUndefined();
      fixture.respond();
      expect(client.gets).toHaveLength(2);
    });
  });
});
