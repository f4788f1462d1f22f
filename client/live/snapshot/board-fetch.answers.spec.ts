import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../wire/snapshot';
import { ApiError } from '../../api/api-error';
import { FetchFixture } from '../testing/fetch-fixture';
import type { ManualClient } from '../testing/manual-client';
import { ModelBoard } from '../testing/model-board';
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

  describe('never going back', () => {
    beforeEach(() => {
      stage.answer();
      stage.change();
      stage.answer();
    });

    it('drops an older answer of the same epoch', () => {
      stage.fetch.poll();
      client.last.answer({ ...new ModelBoard().snapshot(0), revision: 1 });
      expect(stage.events.at(-1)).toEqual({ type: 'reached', own: false });
      environment.advance(8_000);
      stage.answer();
      expect(stage.revisions).toEqual([1, 2, undefined, 2]);
    });

    it('replaces by a complete answer of equal revision', () => {
      board.push('p', 0, 99);
      stage.fetch.poll();
      stage.answer({ revision: 2 });
      const event = stage.events.at(-1);
      expect(event?.type === 'reached' && event.view?.panels.get('p')?.lastFrame?.fields[1]?.values).toEqual([99]);
    });

    it('takes whatever a new epoch brings', () => {
      board.restart();
      stage.fetch.notice(board.position, 0);
      expect(client.last.since).toEqual({ epoch: 'e1', revision: 2 });
      stage.answer();
      expect(stage.events.at(-1)).toMatchObject({ view: { epoch: 'e2', revision: 1 } });
      expect(client.gets).toHaveLength(3);
    });

    it('asks again where a new epoch was announced during a GET of the old one', () => {
      stage.change();
      const old = stage.snapshot();
      board.restart();
      stage.fetch.notice(board.position, 0);
      client.last.answer(old);
      expect(client.gets).toHaveLength(4);
      stage.answer();
      expect(stage.events.at(-1)).toMatchObject({ view: { epoch: 'e2' } });
    });

    it('does not insist on an epoch that ended before it could be seen', () => {
      stage.fetch.notice({ epoch: 'e7', revision: 3 }, 0);
      board.restart();
      stage.answer();
      environment.advance(100_000);
      expect(client.gets).toHaveLength(3);
    });

    it('keeps another range from going back as well', () => {
      stage.act({ board: 'b', range: '6h' });
      client.last.answer({ ...board.snapshot(0, '6h'), revision: 1 });
      expect(stage.revisions).toEqual([undefined]);
      environment.advance(8_000);
      stage.answer();
      expect(stage.events.at(-1)).toMatchObject({ own: true, view: { range: '6h', revision: 2 } });
    });
  });

  describe('answers that do not fit', () => {
    beforeEach(() => {
      stage.answer();
      stage.change();
    });

    it.each<[string, Partial<Snapshot>]>([
      ['names another epoch', { epoch: 'e9' }],
      ['is of another range', { range: '6h' }],
      ['is of another definition', { version: 7 }],
    ])('asks completely, at once, where a delta %s', (_, difference) => {
      stage.answer(difference);
      expect(client.gets).toHaveLength(3);
      expect(client.last.since).toBeUndefined();
      stage.answer();
      expect(stage.revisions).toEqual([1, undefined, 2]);
      expect(client.gets).toHaveLength(3);
    });

    it('takes a complete answer to `since`', () => {
      client.last.answer(board.snapshot(0));
      expect(stage.revisions).toEqual([1, 2]);
      expect(client.gets).toHaveLength(2);
    });

    it('retries an answer to another question, and a delta where all was asked for', () => {
      stage.answer({ board: 'c' });
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      stage.answer();
      stage.fetch.poll();
      client.last.answer(board.snapshot(0, '1h', 'e1.1'));
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: false });
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      stage.act({ board: 'b', range: '6h' });
      client.last.answer(board.snapshot(0, '1h'));
      expect(stage.events.at(-1)).toEqual({ type: 'failed', final: false });
    });
  });

  describe("the user's next act", () => {
    beforeEach(() => {
      stage.answer();
    });

    it('asks another range completely, and only then goes on by deltas', () => {
      stage.act({ board: 'b', range: '6h' });
      expect(client.last).toMatchObject({ range: '6h', since: undefined });
      client.last.fail();
      stage.change();
      environment.advance(8_000);
      expect(client.last.since).toBeUndefined();
      stage.answer();
      stage.change();
      expect(client.last).toMatchObject({ range: '6h', since: { revision: 2 } });
    });

    it('asks for all after a final no, too', () => {
      stage.act({ board: 'b', range: '6h' });
      client.last.fail(new ApiError(422, 'No.'));
      stage.change();
      expect(client.last.since).toBeUndefined();
    });

    it('forgets nothing that was announced', () => {
      stage.change();
      const old = board.snapshot(0);
      stage.act({ board: 'b' });
      client.last.answer({ ...old, revision: 1 });
      environment.advance(8_000);
      expect(client.gets).toHaveLength(4);
      stage.answer();
      expect(stage.events.at(-1)).toMatchObject({ view: { revision: 2 } });
    });

    it('knows nothing of another board', () => {
      stage.act({ board: 'c' });
      client.last.answer({ ...new ModelBoard('c').snapshot(0), revision: 0 });
      expect(stage.events).toMatchObject([{ view: { board: { slug: 'c' }, revision: 0 } }]);
    });
  });

  describe('hurrying', () => {
    it('does not wait out a retry', () => {
      client.last.fail();
      stage.fetch.hurry();
      expect(client.gets).toHaveLength(2);
    });

    it('gives up a GET that looks lost, without calling it failed', () => {
      const lost = client.last;
      environment.advance(5_000);
      stage.fetch.hurry();
      expect(lost.aborted).toBe(true);
      expect(client.gets).toHaveLength(2);
      expect(stage.events).toEqual([]);
    });

    it('leaves a young one alone', () => {
      environment.advance(4_999);
      stage.fetch.hurry();
      expect(client.gets).toHaveLength(1);
      stage.answer();
      expect(client.gets).toHaveLength(1);
    });

    it('asks for everything where nothing is under way', () => {
      stage.answer();
      stage.fetch.hurry();
      expect(client.gets).toHaveLength(2);
      expect(client.last.since).toBeUndefined();
      stage.answer();
      expect(client.gets).toHaveLength(2);
    });
  });
});
