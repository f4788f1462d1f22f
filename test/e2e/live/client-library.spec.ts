import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { type BoardState, type OpenedBoard, openBoard } from '../../../client/libraries/client/index.js';
import { HostApp } from '../../support/embedding/host-app.js';
import { numberBoard } from '../../support/server/number-board.js';
import { TcpProxy } from '../../support/server/tcp-proxy.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer({ env: { RECONNECT_DELAY: '100ms' } });

let boards: OpenedBoard[];
beforeEach(async () => {
  boards = [];
  await app.api.sendJson('POST', '/api/v1/boards', numberBoard('shop', ['client.orders']));
  await app.api.push('client.orders', 1);
});
afterEach(() => {
  for (const board of boards) board.close();
});

function open(url = app.server.base, slug = 'shop'): OpenedBoard {
  const board = openBoard({ url, board: slug });
  boards.push(board);
  return board;
}

const until = ({ state$ }: OpenedBoard, matches: (state: BoardState) => boolean): Promise<BoardState> =>
  firstValueFrom(state$.pipe(filter(matches)));
const valueIn = ({ view }: BoardState): unknown =>
  view?.panels
    .get('p0')
    ?.data.frame?.fields.find(({ type }) => type === 'number')
    ?.values.at(-1);

describe('boardcast/client in Node', () => {
  it('shows a board and its changes', async () => {
    const board = open();
    const { view } = await until(board, (state) => valueIn(state) === 1 && state.status.state === 'live');
    expect(view?.board.title).toBe('Board shop');
    await app.api.push('client.orders', 2);
    await until(board, (state) => valueIn(state) === 2);
    const { updatedAt = '' } = board.state.view?.panels.get('p0')?.data ?? {};
    expect(Math.abs(board.serverNow() - Date.parse(updatedAt))).toBeLessThan(60_000);
  });

  it('keeps the last values while the server is stopped, and continues after its restart', async () => {
    const proxy = await TcpProxy.start(app.server.base);
    const board = open(proxy.base);
    await until(board, (state) => valueIn(state) === 1 && state.status.state === 'live');
    proxy.disconnect();
    const lost = await until(board, ({ status }) => status.state !== 'live');
    expect([lost.status.state, valueIn(lost)]).toEqual(['reconnecting', 1]);
    await app.api.push('client.orders', 2);
    proxy.restore();
    await until(board, (state) => valueIn(state) === 2 && state.status.state === 'live');
    board.close();
    await proxy.close();
  });

  it('shows a board of a server below a prefix', async () => {
    const host = await HostApp.start();
    const board = open(host.base, 'this-server');
    await until(board, ({ view, status }) => view !== undefined && status.state === 'live');
    board.close();
    await host.close();
  });

  it('shows another board and another range', async () => {
    const board = open();
    await until(board, ({ view }) => view?.range === '1h');
    board.show('shop', '6h');
    await until(board, ({ view }) => view?.range === '6h');
    board.show('this-server');
    expect(board.state.view).toBeUndefined();
    const { view } = await until(board, ({ view }) => view !== undefined);
    expect(view?.board.slug).toBe('this-server');
  });

  it('reports a board that does not exist, and shows it when it is created', async () => {
    const board = open(app.server.base, 'later');
    const { problem } = await until(board, (state) => state.problem !== undefined);
    expect(problem).toMatchObject({ status: 404, message: expect.stringContaining('later') as unknown });
    await app.api.sendJson('POST', '/api/v1/boards', numberBoard('later', ['client.orders']));
    board.refresh();
    await until(board, (state) => valueIn(state) === 1 && state.problem === undefined);
  });

  it('completes its state when it is closed', async () => {
    const board = open();
    const state = await until(board, ({ view }) => view !== undefined);
    const last = lastValueFrom(board.state$);
    board.close();
    expect((await last).view).toBe(state.view);
    expect(board.state.view).toBe(state.view);
  });

  it.each([
    ['without an address', undefined, 'Pass the address of the server: openBoard({ url:'],
    ['with an address that is none', 'boards.example.com', "'boards.example.com' is not the address of a server."],
  ])('throws %s', (_, url, message) => {
    expect(() => openBoard({ url, board: 'shop' })).toThrow(message);
  });
});
