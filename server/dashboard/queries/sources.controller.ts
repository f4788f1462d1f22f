import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { FeatureRegistry } from '../feature-registry.js';

const sourceListSchema = z
  .object({
    items: z.array(
      z.object({
        name: z.string().meta({ description: 'Value of `source` in queries' }),
        query: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema (2020-12) of the queries' }),
      }),
    ),
  })
  .meta({ id: 'SourceList' });
type SourceList = z.infer<typeof sourceListSchema>;

/** Lists the sources that panels can query, for editors of boards. */
@ApiTags('boards')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(private readonly registry: FeatureRegistry) {}

  /** Returns the registered sources by name, each with the schema of its queries. */
  @Get()
  @Requires('viewer')
  @ApiOperation({ summary: 'List the sources that panels can query' })
  @ApiOkResponse({ standardSchema: sourceListSchema })
  list(): SourceList {
    const sources = Array.from(this.registry.sources.values());
    return {
      items: sources
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        // A schema may have checks that JSON Schema cannot express. They are omitted.
        .map(({ name, schema }) => ({ name, query: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) })),
    };
  }
}
