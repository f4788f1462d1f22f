import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Problem } from '../common/errors/problem.js';
import { Readiness } from './readiness.js';
import { type ReadyReport, readyReportSchema } from './ready-report.schema.js';

/** Health checks for load balancers and supervisors. The request policy does not apply to them. */
@ApiTags('server')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Requires('nothing')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Liveness check: whether the process responds' })
  @ApiOkResponse({ description: 'The check passed' })
  live(): { status: string } {
    return { status: 'live' };
  }

  /** Answers 503 with the reasons if the server cannot serve requests. Failed extensions and backups do not count. */
  @Get('ready')
  @Requires('nothing')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Readiness check: whether everything works, including writes' })
  @ApiOkResponse({ description: 'The check passed', standardSchema: readyReportSchema })
  @ApiProblem(503, 'Not ready; `detail` gives the reasons')
  ready(): ReadyReport {
    const reasons = this.readiness.reasons();
    if (reasons.length > 0) throw new Problem(503, reasons.join(' '));
    const { failedExtensions, failedBackupAt } = this.readiness;
    return {
      status: 'ready',
      ...(failedExtensions.length > 0 && { failedExtensions }),
      ...(failedBackupAt !== undefined && { failedBackupAt: new Date(failedBackupAt).toISOString() }),
    };
  }
}
