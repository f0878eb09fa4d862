import { roles } from '@grants/domain';
import { readConfiguration } from '@grants/platform';
import { Option, type Command } from 'commander';
import { importJWK, SignJWT } from 'jose';
import { resolve } from 'node:path';
import { demoKey, DEMO_ISSUER } from '../local-secrets.js';

/** `registry token`: a bearer token of the demo. */
export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('mint a bearer token of the demo for a role; refused in production')
    .addOption(
      new Option('--role <role>', 'the role to act in')
        .choices(roles.filter((role) => role !== 'system'))
        .makeOptionMandatory(),
    )
    .option('--hours <hours>', 'how long it is valid', '12')
    .action(async ({ role, hours }: { role: string; hours: string }) => {
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
        .setExpirationTime(`${Number(hours)}h`)
        .sign(await importJWK(privateKey, 'ES256'));
      console.log(token);
    });
}
