import { roles } from '@grants/domain';
import { readConfiguration } from '@grants/platform';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { importJWK, SignJWT } from 'jose';
import { resolve } from 'node:path';
import { demoKey, DEMO_ISSUER } from '../local-secrets.js';

/** The roles that a token can be minted for: the clock signs in nowhere. */
export const demoRoles = roles.filter((role) => role !== 'system');

/** `registry token`: a bearer token of the demo. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('mint a bearer token of the demo for a role; refused in production')
    .addOption(new Option('--role <role>', 'the role to act in').choices(demoRoles).makeOptionMandatory())
    .option('--hours <hours>', 'how long it is valid', hoursFrom, 12)
    .action(async ({ role, hours }: { role: string; hours: number }) => {
      const configuration = readConfiguration(process.env);
      if (configuration.NODE_ENV === 'production' || configuration.REGISTRY_JWKS_URL !== null) {
        throw new Error('Tokens are minted in the demo only: here they come from the configured issuer.');
      }
      const { privateKey } = await demoKey(resolve(configuration.REGISTRY_DATA_DIR));
      const token = await new SignJWT()
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(DEMO_ISSUER)
        .setAudience(configuration.REGISTRY_AUDIENCE)
        .setSubject(`demo-${role}`)
        .setIssuedAt()
        .setExpirationTime(`${hours}h`)
        .sign(await importJWK(privateKey, 'ES256'));
      console.log(token);
    });
}

function hoursFrom(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= 8760) return hours;
  throw new InvalidArgumentError('It is a number of hours above 0, of a year (8760) at most.');
}
