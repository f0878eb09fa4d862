#!/bin/sh
# A secret can be given as NAME or, from a file, as NAME_FILE.
set -eu
for name in DATABASE_ADMIN_URL DATABASE_OWNER_URL DATABASE_URL DATABASE_READER_URL REGISTRY_TEXT_KEY SMTP_URL; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value="$(cat "$file")"
    export "$name=$value"
    unset "${name}_FILE"
  fi
done
exec node --enable-source-maps /app/apps/cli/bin/registry.js "$@"
