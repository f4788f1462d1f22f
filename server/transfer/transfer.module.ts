import { Module } from '@nestjs/common';
import { TransferController } from './transfer.controller.js';
import { TransferRegistry } from './transfer-registry.js';
import { TransferService } from './transfer.service.js';

/** Export and import of everything that is stored. Features register their part in `TransferRegistry`. */
@Module({
  controllers: [TransferController],
  providers: [TransferRegistry, TransferService],
  exports: [TransferRegistry],
})
export class TransferModule {}
