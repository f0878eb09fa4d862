import { bootstrap } from '@grants/persistence';
import type { Command } from 'commander';

/** `registry bootstrap`: the roles and the database, once, as an administrator. */
export function addBootstrapCommand(program: Command): void {
  program
    .command('bootstrap')
    .description('make the roles and the database, once, with an administrator’s DATABASE_ADMIN_URL')
    .action(async () => {
      const url = (name: string) => {
        const value = process.env[name];
        if (!value || !URL.canParse(value)) throw new Error(`This needs ${name}.`);
        return value;
      };
      const password = (name: string) => {
        const value = process.env[name];
        const given = value && URL.canParse(value) ? decodeURIComponent(new URL(value).password) : '';
        return given === '' ? undefined : given;
      };
      const app = new URL(url('DATABASE_URL'));
      const passwords = {
        app: decodeURIComponent(app.password),
        ...definedOnly({ owner: password('DATABASE_OWNER_URL'), reader: password('DATABASE_READER_URL') }),
      };
      const made = await bootstrap(url('DATABASE_ADMIN_URL'), {
        database: decodeURIComponent(app.pathname.slice(1)),
        passwords,
      });
      console.log(made.createdDatabase ? 'The database was made.' : 'The database was there already.');
      console.log(`Roles made: ${made.createdRoles.join(', ') || 'none; all were there already'}.`);
    });
}

function definedOnly<T extends Record<string, string | undefined>>(values: T): { [Key in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: string;
  };
}
