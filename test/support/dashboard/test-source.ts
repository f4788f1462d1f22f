import { z } from 'zod';
import type { Query } from '../../../wire/schemas/board.js';
import { type LoadContext, type LoadedFrame, Source } from '../../../server/dashboard/contracts/source.js';

/** A source whose frames come from a function of the test. The topic of a query is `topic:<query.of>`. */
export class TestSource extends Source {
  readonly schema = z.looseObject({ source: z.string() });
  override dependsOnTime?: (query: Query) => boolean = () => false;

  constructor(
    readonly name: string,
    private readonly loadFrame: (query: Query, context: LoadContext) => LoadedFrame | Promise<LoadedFrame>,
    override readonly local?: boolean,
  ) {
    super();
  }

  topics({ of }: Query): readonly string[] {
    return [`topic:${String(of)}`];
  }

  load(query: Query, context: LoadContext): Promise<LoadedFrame> {
    return Promise.resolve(this.loadFrame(query, context));
  }
}

export const numberFrame = (value: number): LoadedFrame => ({
  fields: [{ name: 'value', type: 'number', values: [value] }],
});
