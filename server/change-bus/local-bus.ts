import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { Position } from '../../wire/schemas/snapshot.js';
import { ChangeBus, type Change } from './change-bus.js';

/** The bus of a single node: a counter in memory, and an epoch that ends with the process. */
@Injectable()
export class LocalBus extends ChangeBus {
  private readonly subject = new Subject<Change>();
  private readonly epoch = randomBytes(6).toString('base64url');
  private revision = 0;

  readonly changes$ = this.subject.asObservable();

  get position(): Position {
    return { epoch: this.epoch, revision: this.revision };
  }

  publish(topics: readonly string[]): Promise<Position> {
    this.revision += 1;
    const position = this.position;
    this.subject.next({ ...position, topics });
    return Promise.resolve(position);
  }
}
