import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Problem } from '../common/errors/problem.js';
import { Readiness } from './readiness.js';

/** For load balancers and supervisors, which may come from anywhere: the request policy lets them through. */
@ApiTags('server')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the process answers at all' })
  @ApiOkResponse({ description: 'It does' })
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 503 says in words why this server is not to be sent requests. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether everything works, writing included' })
  @ApiOkResponse({ description: 'It does' })
  @ApiProblem(503, 'Why not, in words')
  ready(): { status: string } {
    const reasons = this.readiness.reasons();
    if (reasons.length > 0) throw new Problem(503, reasons.join(' '));
    return { status: 'ready' };
  }
}
