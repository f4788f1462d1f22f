/** A request that was made with `fetch`, for the test to answer. */
export interface FetchCall {
  readonly url: string;
  readonly init: RequestInit | undefined;
  answer(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  fail(): void;
}

/** Stands in for the browser's `fetch` until `restore` is called; the test environment has none. */
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
          answer: (status, body, headers = {}) => {
            resolve({
              headers: new Headers({ ...headers }),
              ok: status >= 200 && status < 300,
              status,
              text: () => Promise.resolve(body),
              json: () =>
                new Promise((parsed) => {
                  parsed(JSON.parse(body));
                }),
            });
          },
          fail: () => {
            reject(new TypeError('Failed to fetch'));
          },
        });
      })) as typeof fetch;
  }

  /** The call made last. */
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

  /** Lets the promises that stand between an answer and its readers settle. */
  static async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await Promise.resolve();
    }
  }
}
