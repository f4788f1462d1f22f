import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FeatureRegistry } from '../dashboard/feature-registry.js';

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

/** What panels can ask, for whoever builds boards. */
@ApiTags('boards')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(private readonly registry: FeatureRegistry) {}

  /** The registered sources by name, each with what its queries look like as they are written. */
  @Get()
  @ApiOperation({ summary: 'List the sources that panels can query' })
  @ApiOkResponse({ standardSchema: sourceListSchema })
  list(): SourceList {
    const sources = Array.from(this.registry.sources.values());
    return {
      items: sources
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        // A module's schema may check what JSON Schema cannot say: the rest of it is still worth knowing.
        .map(({ name, schema }) => ({ name, query: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) })),
    };
  }
}
