import { Controller, Get, NotFoundException, UseGuards } from '@nestjs/common';
import { AuthGuard, VerifiedEmail } from '../auth/auth.guard.ts';
import { type User, UsersService } from './users.service.ts';

@Controller('user')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @UseGuards(AuthGuard)
  async find(@VerifiedEmail() email: string): Promise<User> {
    const user = await this.users.findByEmail(email);
    if (user === null) throw new NotFoundException('not found');
    return user;
  }
}
