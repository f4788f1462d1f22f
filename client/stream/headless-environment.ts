import { NEVER, type Observable, asyncScheduler, of } from 'rxjs';
import { LiveEnvironment, type LiveSocket, type PageEvent } from './live-environment';

/** The environment without a page, in Node or a web worker. It counts as visible, so that a lost connection is detected within seconds. */
export class HeadlessEnvironment extends LiveEnvironment {
  readonly scheduler = asyncScheduler;
  readonly page$: Observable<PageEvent> = NEVER;
  readonly visible$: Observable<boolean> = of(true);

  /** @param webSocket the address of the WebSocket */
  constructor(private readonly webSocket: string) {
    super();
  }

  random(): number {
    return Math.random();
  }

  openSocket(): LiveSocket {
    return new WebSocket(this.webSocket);
  }
}
