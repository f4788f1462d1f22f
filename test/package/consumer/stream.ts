import { openBoard } from 'boardcast/client';

const board = openBoard({ url: 'http://localhost:3000/', board: 'weather', range: '1h' });

board.state$.subscribe(({ view, status }) => {
  const [panel] = view?.board.panels ?? [];
  const data = panel && view?.panels.get(panel.id)?.data;
  process.stdout.write(`${status.state} ${String(data?.frame?.fields[0]?.values.at(-1))}\n`);
  board.close();
});
