import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';

@Controller('user')
export class NoUsersController {
  @Get()
  find(): never {
    throw new ServiceUnavailableException('no database configured');
  }
}
