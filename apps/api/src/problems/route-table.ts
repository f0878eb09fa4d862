/** The routes that exist, so that a wrong method on a right path is told apart from a wrong path. */
export class RouteTable {
  readonly #routes: { pattern: RegExp; method: string; url: string }[] = [];

  /** All of them, as Fastify knows them. */
  get all(): readonly { readonly method: string; readonly url: string }[] {
    return this.#routes;
  }

  /** Adds a route as Fastify registers it, such as GET /v1/calls/:reference. */
  add(method: string, url: string): void {
    const path = url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/:[^/]+/g, '[^/]+');
    this.#routes.push({ pattern: new RegExp(`^${path}$`), method, url });
  }

  /** The methods that a path has. */
  methodsOf(url: string): string[] {
    const [path = ''] = url.split('?');
    return [
      ...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
    ].toSorted();
  }
}
