import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, temporaryFolder } from '../processes/server.mjs';

/** The number of concurrent writers. */
const WRITERS = 8;
/** The server is killed after a random time in this range. */
const MIN_RUN_MS = 200;
const MAX_RUN_MS = 1_500;

/** The acknowledged writes, which must exist afterwards. */
class Acknowledged {
  /** Values by key and time (µs). */
  points = new Map();
  events = new Set();
  /** The last acknowledged number of each status and each table. */
  statuses = new Map();
  tables = new Map();
  writes = 0;
  /** Messages of rejected writes. */
  rejected = [];
}

const json = (value) => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });

/** The kinds of writes. Each resolves after the acknowledgment, and records what must be stored. */
const WRITES = [
  async (server, writer, number, acknowledged) => {
    const key = `kill.single.${writer}`;
    const at = Date.now() * 1_000 + (number % 1_000);
    await server.request('POST', `/api/v1/metrics/${key}`, json({ value: number, at }));
    acknowledged.points.set(`${key} ${at}`, number);
  },
  async (server, writer, number, acknowledged) => {
    const begin = Date.now() * 1_000;
    const items = Array.from({ length: 50 }, (_, index) => ({
      key: `kill.batch.${writer}`,
      value: number * 100 + index,
      at: begin + index,
    }));
    await server.request('POST', '/api/v1/metrics', json(items));
    for (const { key, value, at } of items) acknowledged.points.set(`${key} ${at}`, value);
  },
  async (server, writer, number, acknowledged) => {
    const at = Date.now() * 1_000 + (number % 1_000);
    const line = `kill.line.${writer} value=${number} ${at}`;
    await server.request('POST', '/api/v2/write?org=o&bucket=b&precision=us', { body: line });
    acknowledged.points.set(`kill.line.${writer} ${at}`, number);
  },
  async (server, writer, number, acknowledged) => {
    const title = `kill ${writer} ${number}`;
    await server.request('POST', '/api/v1/events', json({ title }));
    acknowledged.events.add(title);
  },
  async (server, writer, number, acknowledged) => {
    const key = `kill.status.${writer}`;
    await server.request('POST', `/api/v1/statuses/${key}`, json({ state: 'ok', message: String(number) }));
    acknowledged.statuses.set(key, number);
  },
  async (server, writer, number, acknowledged) => {
    const key = `kill.table.${writer}`;
    await server.request('PUT', `/api/v1/tables/${key}`, json({ columns: [{ name: 'n' }], rows: [[number]] }));
    acknowledged.tables.set(key, number);
  },
];

/**
 * Kills the server repeatedly during writes, and checks that everything it acknowledged is stored.
 *
 * @param {number} rounds
 * @param {import('../../test/support/fuzz/seeded-random.ts').SeededRandom} random
 * @returns {Promise<{ writes: number, rejected: string[], lost: string[], unexpectedExits: number }>} rejected
 *   writes, acknowledged but lost writes, and the number of unexpected exits
 */
export async function killRepeatedly(rounds, random) {
  const folder = await temporaryFolder();
  const acknowledged = new Acknowledged();
  let unexpectedExits = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const server = await Server.boardcast({ DATA_DIR: folder });
      const exited = once(server.child.process, 'exit');
      const state = { isOver: false };
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(server, writer, acknowledged, state));
      await pause(MIN_RUN_MS + random.integer(MAX_RUN_MS - MIN_RUN_MS));
      if (server.child.process.exitCode !== null) unexpectedExits += 1;
      server.child.process.kill('SIGKILL');
      state.isOver = true;
      await exited;
      await Promise.all(writing);
      await server.stop();
    }
    return {
      writes: acknowledged.writes,
      rejected: acknowledged.rejected,
      lost: await findLost(folder, acknowledged),
      unexpectedExits,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes until the server is killed. Writes without an acknowledgment may be stored or not. */
async function write(server, writer, acknowledged, state) {
  while (!state.isOver) {
    const number = (acknowledged.writes += 1);
    try {
      await WRITES[number % WRITES.length](server, writer, number, acknowledged);
    } catch (error) {
      if (/ answered /.test(error.message)) acknowledged.rejected.push(error.message);
      return;
    }
  }
}

async function findLost(folder, acknowledged) {
  const server = await Server.boardcast({ DATA_DIR: folder });
  try {
    const text = await (await server.request('GET', '/api/v1/export')).text();
    const stored = readExport(text);
    return [
      ...[...acknowledged.points].filter(([point, value]) => stored.points.get(point) !== value),
      ...[...acknowledged.events].filter((title) => !stored.events.has(title)),
      ...[...acknowledged.statuses].filter(([key, number]) => !(stored.statuses.get(key) >= number)),
      ...[...acknowledged.tables].filter(([key, number]) => !(stored.tables.get(key) >= number)),
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
