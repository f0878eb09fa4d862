import { Registry } from '@grants/registry';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.js';
import { EdgeProblem } from '../problems/problem.js';
import { Metrics } from './metrics.js';

/** For the machines that watch over the service. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(Metrics) private readonly measured: Metrics,
  ) {}

  /** The process lives. */
  @Get('health/live')
  @Public()
  live() {
    return { status: 'ok' };
  }

  /** The process can serve: its database answers. */
  @Get('health/ready')
  @Public()
  async ready() {
    if (!(await this.registry.isReachable()))
      throw new EdgeProblem('unavailable', 'The database does not answer.', { 'Retry-After': '5' });
    return { status: 'ok' };
  }

  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.measured.registry.metrics();
  }
}
