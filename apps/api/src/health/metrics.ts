import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry as MetricsRegistry } from 'prom-client';

/** What Prometheus reads: how long requests took, by route and status, and how the process is. */
@Injectable()
export class Metrics {
  readonly registry = new MetricsRegistry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(labels: { method: string; route: string; status: number }, seconds: number): void {
    this.#requests.observe(labels, seconds);
  }
}
