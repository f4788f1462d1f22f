import { Controller, Get } from '@nestjs/common';
import { Public } from './staff.guard.js';

/** The health of the shop. Boardcast has its own at `/boardcast/health/ready`. */
@Controller('health')
@Public()
export class HealthController {
  @Get()
  health(): { status: string } {
    return { status: 'ok' };
  }
}
