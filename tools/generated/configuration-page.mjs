import { settings } from '@grants/platform';

/** docs/generated/configuration.md: everything that can be set. */
export function configurationPage() {
  const rows = settings.map((setting) => {
    const isSecret = 'secret' in setting && setting.secret;
    return `| \`${setting.name}\` | ${setting.meaning}${isSecret ? ' (secret)' : ''} | ${setting.fallback ? `\`${setting.fallback}\`` : ''} |`;
  });
  return `# Configuration

By environment variables, validated at start: all faults at once, by name.

| Variable | What it sets | Without it |
| --- | --- | --- |
${rows.join('\n')}\n`;
}
