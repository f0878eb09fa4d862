export type { ApiParts } from './app.module.js';
export { routesOf, type GuardedRoute } from './access/routes.js';
export * from './create-api.js';
export { openApiDocument } from './open-api.js';
export { TokenVerifier, type Issuer } from './sign-in/token-verifier.js';
export { problems } from './problems/problem.js';
