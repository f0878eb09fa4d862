#!/bin/sh
# Makes the files of docker/secrets for a first installation; never changes one that exists.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets

secret() { # NAME VALUE
  if [ -e "secrets/$1" ]; then
    echo "kept secrets/$1"
  else
    printf '%s' "$2" >"secrets/$1"
    chmod 444 "secrets/$1" # read by the container's user; the folder keeps others on this machine out
    echo "made secrets/$1"
  fi
}
password() { openssl rand -hex 24; }

secret postgres_password "$(password)"
secret database_admin_url "postgresql://postgres:$(cat secrets/postgres_password)@postgres:5432/postgres"
secret database_owner_url "postgresql://registry_owner:$(password)@postgres:5432/registry"
secret database_url "postgresql://registry_app:$(password)@postgres:5432/registry"
secret database_reader_url "postgresql://registry_reader:$(password)@postgres:5432/registry"
secret registry_text_key "$(openssl rand -base64 32)"
