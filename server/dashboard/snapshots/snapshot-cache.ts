import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import type { Counter } from 'prom-client';
import { rangeKey } from '../../../wire/range.js';
import type { Position } from '../../../wire/snapshot.js';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { type AskedRange, timeRangeOf } from './requested-range.js';
import { forEachInSlices } from '../../common/time/time-slices.js';
import { type BoardState } from './board-state.js';
import { ActiveBoards } from './active-boards.js';
import { SnapshotAssembler } from './snapshot-assembler.js';
import { type SnapshotParts } from './snapshot-parts.js';

const compress = promisify(gzip);

/** Smaller answers are sent as they are: compressed they would hardly be smaller. */
const COMPRESS_FROM_BYTES = 1_024;

/** An answer as bytes, made once and sent to everyone who asks the same. */
export class Answer {
  private compressed?: Promise<Buffer>;

  constructor(
    readonly body: Buffer,
    readonly etag: string,
    readonly position: Position,
    readonly freshUntil: number,
  ) {}

  /** The body for gzip, compressed at the first call; undefined where it is not worth it. */
  gzipped(): Promise<Buffer> | undefined {
    if (this.body.length < COMPRESS_FROM_BYTES) return undefined;
    this.compressed ??= compress(this.body, { level: 5 });
    return this.compressed;
  }
}

/**
 * Snapshots as bytes, by board, range and `since`: from the cache while nothing changed and nothing is past its TTL,
 * else assembled once for all who ask meanwhile. A cached answer is named by the board's position before it was
 * assembled and served only at this very position, so neither a late one nor a stale one ever is.
 */
@Injectable()
export class SnapshotCache {
  private readonly builds = new Map<string, { position: Position; answer: Promise<Answer> }>();
  private readonly built: Counter;
  private readonly lookups: Counter<'result'>;

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly activeBoards: ActiveBoards,
    private readonly assembler: SnapshotAssembler,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.built = telemetry.counter('snapshot_builds_total', 'Snapshots assembled, each served to everyone who asks');
    this.lookups = telemetry.counter('snapshot_lookups_total', 'Snapshots asked for, by what the cache had', [
      'result',
    ]);
  }

  /**
   * The board's snapshot. The range defaults to the board's own; a `since` (`<epoch>.<revision>`) that cannot be built
   * upon gets the complete one. Throws a Problem: 404, 410, or 422 for a range or window that cannot be.
   */
  async get(board: string, asked: AskedRange = {}, since?: string): Promise<Answer> {
    const active = this.activeBoards.activate(board);
    const { position, defaultRange } = active;
    const range = timeRangeOf(asked, defaultRange, this.clock.now());
    const from = baseOf(since, active);
    const key = `${board}/${rangeKey(range)}/${from ?? ''}`;

    const cached = await this.cache.get<Answer>(key);
    if (cached && samePosition(cached.position, position) && this.clock.now() < cached.freshUntil) {
      this.lookups.inc({ result: 'hit' });
      return cached;
    }
    this.lookups.inc({ result: 'miss' });
    return this.build(key, position, () => this.assembler.assemble(board, range, from));
  }

  /** One build per key and position: whoever asks at a later position must not be given what was begun before it. */
  private build(key: string, position: Position, assemble: () => Promise<SnapshotParts>): Promise<Answer> {
    const underWay = this.builds.get(key);
    if (underWay && samePosition(underWay.position, position)) return underWay.answer;

    const answer = this.assembleAndKeep(key, assemble).finally(() => {
      if (this.builds.get(key)?.answer === answer) this.builds.delete(key);
    });
    this.builds.set(key, { position, answer });
    return answer;
  }

  private async assembleAndKeep(key: string, assemble: () => Promise<SnapshotParts>): Promise<Answer> {
    const parts = await assemble();
    this.built.inc();
    const { epoch, revision } = parts.head;
    const { body, etag } = await serialize(parts);
    const answer = new Answer(body, etag, { epoch, revision }, parts.freshUntil);
    const ttl = parts.freshUntil - this.clock.now();
    // A TTL of 0 would mean "for ever".
    if (ttl > 0) await this.cache.set(key, answer, Math.ceil(ttl));
    return answer;
  }
}

/** The answer's bytes and their hash, made panel by panel, so that a large one leaves turns to the event loop. */
async function serialize({ head, panels }: SnapshotParts): Promise<{ body: Buffer; etag: string }> {
  const hash = createHash('sha1');
  const chunks: Buffer[] = [];
  const add = (text: string): void => {
    const chunk = Buffer.from(text);
    hash.update(chunk);
    chunks.push(chunk);
  };
  add(`${JSON.stringify(head).slice(0, -1)},"panels":{`);
  let separator = '';
  await forEachInSlices(panels, ([id, json]) => {
    add(`${separator}${JSON.stringify(id)}:${json}`);
    separator = ',';
  });
  add('}}');
  return { body: Buffer.concat(chunks), etag: `"${hash.digest('base64url')}"` };
}

/** The revision that a delta can be built upon; undefined: only a complete answer will do. */
function baseOf(since: string | undefined, { position, definitionRevision }: BoardState): number | undefined {
  const [, epoch, digits] = /^([A-Za-z0-9_-]+)\.(\d{1,15})$/.exec(since ?? '') ?? [];
  if (epoch !== position.epoch) return undefined;
  const revision = Number(digits);
  return revision >= definitionRevision && revision <= position.revision ? revision : undefined;
}

function samePosition(a: Position, b: Position): boolean {
  return a.revision === b.revision && a.epoch === b.epoch;
}
