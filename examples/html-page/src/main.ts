import { type BoardState, openBoard, type PanelView } from 'boardcast/client';

/** The page can be opened as `?server=http://localhost:3000/&board=shop`. */
const parameters = new URLSearchParams(location.search);

const board = openBoard({
  url: parameters.get('server') ?? 'http://localhost:3000/',
  board: parameters.get('board') ?? 'this-server',
});

const element = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

let state: BoardState = board.state;
board.state$.subscribe((next) => {
  state = next;
  show();
});
// The age of the values grows although nothing changes.
setInterval(show, 1_000);

function show(): void {
  const { view, status, problem } = state;
  element('connection').textContent = status.state;
  element('title').textContent = view?.board.title ?? problem?.message ?? 'Loading';
  const rows = (view?.board.panels ?? []).map((panel) => rowOf(panel.title, view?.panels.get(panel.id)));
  element('panels').replaceChildren(...rows);
}

function rowOf(title: string, panel: PanelView | undefined): HTMLElement {
  const row = document.createElement('tr');
  for (const text of [title, valueOf(panel), ageOf(panel)]) {
    row.appendChild(document.createElement('td')).textContent = text;
  }
  return row;
}

const NUMBERS = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });

/** The newest number of a panel with its unit. */
function valueOf(panel: PanelView | undefined): string {
  if (panel?.data.error) return panel.data.error.message;
  const field = panel?.data.frame?.fields.find(({ type }) => type === 'number');
  const value = field?.values.findLast((each) => each !== null);
  return typeof value === 'number' ? `${NUMBERS.format(value)} ${field?.unit ?? ''}` : '';
}

/** The age by the clock of the server, because the clock of this device may be wrong. */
function ageOf(panel: PanelView | undefined): string {
  if (panel?.data.updatedAt === undefined) return '';
  const seconds = (board.serverNow() - Date.parse(panel.data.updatedAt)) / 1_000;
  return `${String(Math.max(0, Math.round(seconds)))} s ago`;
}
