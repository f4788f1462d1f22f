/** A request made with `fetch`, to which the test responds. */
export interface FetchCall {
  readonly url: string;
  readonly init: RequestInit | undefined;
  respond(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  fail(): void;
}

/** Replaces the global `fetch` until `restore` is called. The test environment has no `fetch`. */
export class FakeFetch {
  readonly calls: FetchCall[] = [];
  private readonly original = globalThis.fetch as typeof fetch | undefined;

  constructor() {
    globalThis.fetch = ((url: string, init?: RequestInit) =>
      new Promise<Partial<Response>>((resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
        this.calls.push({
          url,
          init,
          respond: (status, body, headers = {}) => {
            resolve({
              headers: new Headers({ ...headers }),
              ok: status >= 200 && status < 300,
              status,
              text: () => Promise.resolve(body),
            });
          },
          fail: () => {
            reject(new TypeError('Failed to fetch'));
          },
        });
      })) as typeof fetch;
  }

  /** The most recent call. */
  get last(): FetchCall {
    const call = this.calls.at(-1);
    if (call === undefined) {
      throw new Error('Nothing was fetched yet.');
    }
    return call;
  }

  restore(): void {
    globalThis.fetch = this.original as typeof fetch;
  }

  /** Waits until the promises between a response and its readers are settled. */
  static async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await Promise.resolve();
    }
  }
}
