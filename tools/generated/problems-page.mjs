import { problems } from '@grants/api';

/** docs/generated/problems.md: everything that the API can refuse, under the name that ends its `type`. */
export function problemsPage() {
  const sections = Object.entries(problems).map(
    ([name, { status, title, about }]) => `## ${name}\n\n${status}: ${title}. ${about}`,
  );
  return `# Problems

Every error is a problem detail (RFC 9457): \`type\` ends in one of these names, which are never reused; \`instance\` is in
the log too. They are judged in this order: 401, 404, 403, 400, 428 and 412, 409, 422.

${sections.join('\n\n')}\n`;
}
