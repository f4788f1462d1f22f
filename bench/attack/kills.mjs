import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, temporaryFolder } from '../processes/server.mjs';

/** Writers side by side, a kind of write each in turns. */
const WRITERS = 8;
/** How long the server is written to before it is killed. */
const LEAST_MS = 200;
const MOST_MS = 1_500;

/** What the server acknowledged, to be looked for afterwards. */
class Acknowledged {
  /** Value by key and time (µs). */
  points = new Map();
  events = new Set();
  /** The numbers of the reports of each status, and of the rows of each table: the last one that was acknowledged. */
  statuses = new Map();
  tables = new Map();
  writes = 0;
  /** Writes that were answered with an error. */
  refused = [];
}

const json = (value) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });

/** Kinds of writes. Each resolves once the server has acknowledged, and says what must be there from then on. */
const WRITES = [
  async (server, writer, number, known) => {
    const key = `kill.single.${writer}`;
    const at = Date.now() * 1_000 + (number % 1_000);
    await server.request('POST', `/api/v1/metrics/${key}`, json({ value: number, at }));
    known.points.set(`${key} ${at}`, number);
  },
  async (server, writer, number, known) => {
    const begin = Date.now() * 1_000;
    const items = Array.from({ length: 50 }, (_, index) => ({
      key: `kill.batch.${writer}`,
      value: number * 100 + index,
      at: begin + index,
    }));
    await server.request('POST', '/api/v1/metrics', json(items));
    for (const { key, value, at } of items) known.points.set(`${key} ${at}`, value);
  },
  async (server, writer, number, known) => {
    const at = Date.now() * 1_000 + (number % 1_000);
    const line = `kill.line.${writer} value=${number} ${at}`;
    await server.request('POST', '/api/v2/write?org=o&bucket=b&precision=us', { body: line });
    known.points.set(`kill.line.${writer} ${at}`, number);
  },
  async (server, writer, number, known) => {
    const title = `kill ${writer} ${number}`;
    await server.request('POST', '/api/v1/events', json({ title }));
    known.events.add(title);
  },
  async (server, writer, number, known) => {
    const key = `kill.status.${writer}`;
    await server.request('POST', `/api/v1/statuses/${key}`, json({ state: 'ok', message: String(number) }));
    known.statuses.set(key, number);
  },
  async (server, writer, number, known) => {
    const key = `kill.table.${writer}`;
    await server.request('PUT', `/api/v1/tables/${key}`, json({ columns: [{ name: 'n' }], rows: [[number]] }));
    known.tables.set(key, number);
  },
];

/**
 * Kills the server repeatedly during writes, and checks that everything it had acknowledged is still there.
 * @param {number} rounds
 * @param {import('../../test/support/fuzz/seeded-random.ts').Random} random
 * @returns {Promise<{ writes: number, refused: string[], lost: string[], unasked: number }>} writes that were answered with
 *   an error, what was acknowledged and is not there, and unexpected exits
 */
export async function killAndLook(rounds, random) {
  const folder = await temporaryFolder();
  const known = new Acknowledged();
  let unasked = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const server = await Server.boardcast({ DATA_DIR: folder });
      const exited = once(server.child.process, 'exit');
      const state = { isOver: false };
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(server, writer, known, state));
      await pause(LEAST_MS + random.below(MOST_MS - LEAST_MS));
      if (server.child.process.exitCode !== null) unasked += 1;
      server.child.process.kill('SIGKILL');
      state.isOver = true;
      await exited;
      await Promise.all(writing);
      await server.stop();
    }
    return { writes: known.writes, refused: known.refused, lost: await lostOf(folder, known), unasked };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes until the server is gone. What it had not acknowledged then may be there or not. */
async function write(server, writer, known, state) {
  while (!state.isOver) {
    const number = (known.writes += 1);
    try {
      await WRITES[number % WRITES.length](server, writer, number, known);
    } catch (error) {
      if (/ answered /.test(error.message)) known.refused.push(error.message);
      return;
    }
  }
}

async function lostOf(folder, known) {
  const server = await Server.boardcast({ DATA_DIR: folder });
  try {
    const text = await (await server.request('GET', '/api/v1/export')).text();
    const stored = readExport(text);
    return [
      ...[...known.points].filter(([point, value]) => stored.points.get(point) !== value),
      ...[...known.events].filter((title) => !stored.events.has(title)),
      ...[...known.statuses].filter(([key, number]) => !(stored.statuses.get(key) >= number)),
      ...[...known.tables].filter(([key, number]) => !(stored.tables.get(key) >= number)),
    ].map(String);
  } finally {
    await server.stop();
  }
}

function readExport(text) {
  const stored = { points: new Map(), events: new Set(), statuses: new Map(), tables: new Map() };
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { type, key, at, value, title, message, rows } = JSON.parse(line);
    if (type === 'points') at.forEach((time, index) => stored.points.set(`${key} ${time}`, value[index]));
    if (type === 'event') stored.events.add(title);
    if (type === 'status') stored.statuses.set(key, Number(message));
    if (type === 'table') stored.tables.set(key, Number(rows[0]?.[0]));
  }
  return stored;
}
